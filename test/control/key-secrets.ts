import {
  type GetSecretValueCommandInput,
  type PutSecretValueCommandInput,
  type SecretsManagerClient,
  SecretsManagerServiceException,
  type UpdateSecretVersionStageCommandInput,
} from '@aws-sdk/client-secrets-manager';

interface Version {
  id: string;
  value: string | undefined;
  madeAt: number;
}

/** One secret with its stages, as Secrets Manager keeps it. */
export class FakeSecrets {
  readonly now: () => number;
  /** The operations it was asked for, in order. */
  readonly calls: string[] = [];
  /** Called before a read is answered. */
  beforeRead: (stage: string | undefined) => void = () => {};
  failure: Error | undefined;
  #versions: Version[] = [];
  #stages: { AWSCURRENT?: Version | undefined; AWSPREVIOUS?: Version | undefined } = {};

  constructor(now: () => number) {
    this.now = now;
  }

  get client(): Pick<SecretsManagerClient, 'send'> {
    const send = async (command: { constructor: { name: string }; input: unknown }) => {
      const operation = command.constructor.name.replace(/Command$/, '');
      return this.answer(operation, command.input);
    };
    return { send } as Pick<SecretsManagerClient, 'send'>;
  }

  current(): string | undefined {
    return this.#stages.AWSCURRENT?.value;
  }

  previous(): string | undefined {
    return this.#stages.AWSPREVIOUS?.value;
  }

  /** Puts a value in, as `aws secretsmanager put-secret-value` does. */
  put(value: string | undefined, id = `00000000-0000-4000-8000-00000000000${this.#versions.length}`): string {
    const version = { id, value, madeAt: this.now() };
    this.#versions.push(version);
    this.#stages = { AWSPREVIOUS: this.#stages.AWSCURRENT, AWSCURRENT: version };
    return id;
  }

  /** What Secrets Manager answers to an operation. */
  answer(operation: string, input: unknown): unknown {
    this.calls.push(operation);
    if (this.failure) throw this.failure;
    if (operation === 'GetSecretValue') return this.#read(input as GetSecretValueCommandInput);
    if (operation === 'ListSecretVersionIds') return { Versions: this.#list() };
    if (operation === 'PutSecretValue') return this.#put(input as PutSecretValueCommandInput);
    if (operation === 'UpdateSecretVersionStage') {
      const { VersionStage, RemoveFromVersionId } = input as UpdateSecretVersionStageCommandInput;
      if (VersionStage !== 'AWSPREVIOUS' || this.#stages.AWSPREVIOUS?.id !== RemoveFromVersionId) {
        throw named('InvalidParameterException');
      }
      this.#stages.AWSPREVIOUS = undefined;
      return {};
    }
    throw new Error(`${operation} is not expected`);
  }

  #read({ VersionStage = 'AWSCURRENT' }: GetSecretValueCommandInput): unknown {
    this.beforeRead(VersionStage);
    const version = this.#stages[VersionStage as 'AWSCURRENT' | 'AWSPREVIOUS'];
    if (!version) throw named('ResourceNotFoundException');
    return { VersionId: version.id, SecretString: version.value, CreatedDate: new Date(version.madeAt) };
  }

  #put({ SecretString, ClientRequestToken: id }: PutSecretValueCommandInput): unknown {
    const same = this.#versions.find((version) => version.id === id);
    if (same && same.value !== SecretString) throw named('ResourceExistsException');
    if (!same) this.put(SecretString, id);
    return { VersionId: id };
  }

  #list(): unknown[] {
    return Object.entries(this.#stages).flatMap(([stage, version]) =>
      version
        ? [{ VersionId: version.id, VersionStages: [stage], CreatedDate: new Date(version.madeAt) }]
        : [],
    );
  }
}

/** An error as Secrets Manager throws it. */
export function named(name: string): Error {
  return new SecretsManagerServiceException({ name, $fault: 'client', $metadata: {}, message: name });
}
