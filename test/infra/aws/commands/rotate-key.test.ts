import { SecretsManagerServiceException } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSecrets, named } from '../../../control/key-secrets.ts';
import { type SecretsServer, startSecretsServer } from '../../../control/secrets-server.ts';
import { notReady, useCommands } from './use-commands.ts';

const commands = useCommands();

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf';
const dayMs = 86_400_000;

let now: number;
let secrets: FakeSecrets;
let server: SecretsServer;

const rotate = (...options: string[]) => commands.run(['rotate-key', '--env', 'staging', ...options]);

function refusalOf(name: string, message: string): Error {
  return new SecretsManagerServiceException({ name, $fault: 'client', $metadata: {}, message });
}

beforeEach(async () => {
  now = Date.now();
  secrets = new FakeSecrets(() => now);
  secrets.put('first-key');
  server = await startSecretsServer(secrets);
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', server.url);
  commands.aws.world.parameters = { '/kore-sessions-emulator/staging/control-key-secret': arn };
});

afterEach(() => {
  server.close();
});

describe('npm run rotate-key', () => {
  it('changes the key, and prints until when the old one is good, but no key', async () => {
    const { code, printed, complaints } = await rotate();

    expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
    expect(secrets.current()).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(secrets.previous()).toBe('first-key');
    expect(printed).toHaveLength(1);
    const { previousKeyUntil, ...line } = JSON.parse(printed[0] ?? '');
    expect(line).toEqual({
      environment: 'staging',
      controlKeySecret: arn,
      version: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(Math.abs(Date.parse(previousKeyUntil) - (Date.now() + dayMs))).toBeLessThan(60_000);
    expect(printed[0]).not.toContain(secrets.current());
  });

  it('refuses to end a key before its time, and says how to do it all the same', async () => {
    await rotate();
    const second = secrets.current();

    expect(await rotate()).toEqual(
      notReady(
        /^The control key was changed less than a day ago, .* good until .*: wait until then, or add --revoke/,
      ),
    );
    expect(secrets.current()).toBe(second);
  });

  it('ends the old key at once with --revoke', async () => {
    await rotate();
    const second = secrets.current();
    const { code } = await rotate('--revoke');

    expect(code).toBe(0);
    expect(secrets.current()).not.toBe(second);
    expect(secrets.previous()).toBeUndefined();
  });

  it('takes no option that it does not know, and changes nothing then', async () => {
    expect(await rotate('--revoked')).toEqual(
      notReady(
        /^npm run rotate-key does not know --revoked: it takes --env NAME, --profile PROFILE and --revoke\.$/,
      ),
    );
    expect(secrets.current()).toBe('first-key');
  });

  it('says what is missing: the deployment, the right, the secret', async () => {
    secrets.failure = named('AccessDeniedException');
    expect(await rotate()).toEqual(
      notReady(/^These credentials may not change the control key in eu-central-1/),
    );
    secrets.failure = named('ResourceNotFoundException');
    const { code, complaints } = await rotate();
    expect(code).toBe(1);
    expect(complaints).toEqual([
      `The secret ${arn} that holds the control key is gone, and a deployment does not bring it back: within its recovery window run aws secretsmanager restore-secret --secret-id ${arn} --region eu-central-1; after that only npm run destroy and npm run deploy make another, without the sessions of before.`,
    ]);
    commands.aws.world.parameters = {};
    expect(await rotate()).toEqual(notReady(/^staging is not deployed in account 123456789012/));
  });

  it('says how to take back a deletion that is scheduled', async () => {
    secrets.failure = refusalOf(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
    const { code, complaints } = await rotate();
    expect(code).toBe(1);
    expect(complaints).toEqual([
      `The secret ${arn} that holds the control key is scheduled for deletion: take that back with aws secretsmanager restore-secret --secret-id ${arn} --region eu-central-1, and run this again.`,
    ]);
  });

  it('says what else AWS refuses it with, in one line', async () => {
    secrets.failure = refusalOf('InvalidRequestException', 'It is managed by another service.\n    at stack');
    const { code, complaints } = await rotate();
    expect(code).toBe(1);
    expect(complaints).toEqual([
      expect.stringMatching(
        /^AWS failed to change the control key in eu-central-1 \(InvalidRequestException\): .*It is managed by another service\. Mend what it names, or run this again in a minute\.$/,
      ),
    ]);
  });

  it('says that the key is changed where --revoke may not end the old one', async () => {
    const answer = secrets.answer.bind(secrets);
    vi.spyOn(secrets, 'answer').mockImplementation((operation, input) => {
      if (operation === 'UpdateSecretVersionStage') throw named('AccessDeniedException');
      return answer(operation, input);
    });
    const { code, complaints, printed } = await rotate('--revoke');
    expect({ code, printed }).toEqual({ code: 1, printed: [] });
    expect(complaints).toEqual([
      expect.stringMatching(
        /^The control key was changed, but the old one could not be ended, and stays good until \d{4}-\S+Z\. To end it before, run npm run rotate-key -- --env staging --revoke again, .*\. These credentials may not end the old key in eu-central-1/,
      ),
    ]);
    const [, until = ''] = /until (\S+Z)\./.exec(complaints[0] ?? '') ?? [];
    expect(Math.abs(Date.parse(until) - (Date.now() + dayMs))).toBeLessThan(60_000);
    expect(secrets.previous()).toBe('first-key');

    await rotate('--revoke');
    expect(secrets.previous()).not.toBe('first-key');
  });

  it('says so where the secret has no key', async () => {
    server.close();
    secrets = new FakeSecrets(() => now);
    server = await startSecretsServer(secrets);
    vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', server.url);

    expect(await rotate()).toEqual(
      notReady(/has no current version: put a control key in with aws secretsmanager put-secret-value\.$/),
    );
  });
});

it.each(['url', 'smoke'])('npm run %s does not take --revoke', async (command) => {
  expect(await commands.run([command, '--env', 'staging', '--revoke'])).toEqual(
    notReady(/does not know --revoke: it takes --env NAME and --profile PROFILE\.$/),
  );
});
