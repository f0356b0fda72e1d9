import { expect, it, vi } from 'vitest';
import { callAws } from '../../../../infra/aws/find/aws-failure.ts';
import { useCommands } from './use-commands.ts';

const commands = useCommands();
const published = {
  '/kore-sessions-emulator/dev/url': 'https://abc.example',
  '/kore-sessions-emulator/dev/control-key-secret': 'the-secret',
};

it.each([
  [400, 'ThrottlingException'],
  [400, 'RequestExpired'],
  [500, 'InternalFailure'],
])('what else AWS says is one line: %i %s', async (status, code) => {
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  commands.aws.world.refusal = { status, code };
  expect(await commands.run(['url', '--env', 'dev'])).toEqual({
    code: 1,
    complaints: [
      `AWS failed to ask whose they are in eu-central-1 (${code}): It is refused. Mend what it names, or run this again in a minute.`,
    ],
    printed: [],
    cdk: [],
  });
});

it.each([
  [
    'ResourceNotFoundException',
    "can't find the specified secret.",
    /is gone, .* restore-secret --secret-id the-secret --region/,
  ],
  [
    'InvalidRequestException',
    "You can't perform this operation on the secret because it was marked for deletion.",
    /is scheduled for deletion: .* restore-secret --secret-id the-secret --region/,
  ],
  [
    'DecryptionFailure',
    'The key is off.',
    /^AWS failed to read the secret the-secret .*\(DecryptionFailure\): The key is off\./,
  ],
])('a secret that smoke cannot read is one line: %s', async (code, message, says) => {
  commands.aws.world.parameters = published;
  commands.aws.world.secretRefusal = { code, message };
  const outcome = await commands.run(['smoke', '--env', 'dev']);
  expect(outcome).toMatchObject({ code: 1, complaints: [expect.stringMatching(says)] });
  expect(outcome.complaints.join()).not.toContain('\n');
});

it('an error of the program itself stays what it is, with its stack', async () => {
  const mistake = new TypeError('undefined is not a function');
  const call = callAws('ask', 'eu-central-1', () => Promise.reject(mistake));
  await expect(call).rejects.toBe(mistake);
});
