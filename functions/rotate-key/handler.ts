import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ScheduledEvent } from 'aws-lambda';
import { systemTime } from '../domain/time.ts';
import { nameSourceLines } from '../lambda/source-lines.ts';
import { requireVariable } from '../lambda/variables.ts';
import { rotateWhenDue } from './rotate-when-due.ts';

const secrets = new SecretsManagerClient();
const secretId = requireVariable('CONTROL_KEY_SECRET_ID');
const days = Number(requireVariable('CONTROL_KEY_ROTATION_DAYS'));
if (!(days >= 1)) throw new Error('CONTROL_KEY_ROTATION_DAYS must be a number of days from 1 on.');

/** Asked every hour; changes the control key when it is as old as the environment lets it become. */
export const handler = async ({ id }: Pick<ScheduledEvent, 'id'>): Promise<void> => {
  try {
    console.info(await rotateWhenDue(secrets, { secretId, days, now: systemTime.now(), version: id }));
  } catch (error) {
    nameSourceLines(error);
    throw error;
  }
};
