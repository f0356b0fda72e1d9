import * as z from 'zod';
import { settingsSchema } from '../../domain/settings.ts';
import { accountChangeSchema, listQuerySchema, newAccountSchema } from '../accounts.ts';
import { appViewSchema } from './apps.ts';
import { botViewSchema } from './bots.ts';
import { clockViewSchema } from './clock.ts';
import { answer, type Operation } from './operation.ts';
import { truthSchema } from './truth.ts';

const instant = z.iso.datetime({ precision: 3 });

const accountSchema = z.object({
  accountId: z.string(),
  createdAt: instant,
  expiresAt: instant.optional(),
  clock: clockViewSchema,
  settings: settingsSchema,
  rateLimit: z.union([z.literal('off'), z.object({ perMinute: z.int(), perHour: z.int() })]),
  bots: z.array(botViewSchema),
  apps: z.array(appViewSchema),
});

const newAccountAnswerSchema = accountSchema.extend({
  seed: z.object({ written: z.int().min(0), settled: z.boolean(), truth: truthSchema }).optional(),
});

const accountListSchema = z.object({
  accounts: z.array(z.object({ accountId: z.string(), createdAt: instant, expiresAt: instant.optional() })),
  /** The `cursor` of the next page, where there is one. */
  next: z.string().optional(),
});

export const accountOperations = (): Operation[] => [
  {
    method: 'get',
    path: '/accounts',
    tag: 'accounts',
    id: 'listAccounts',
    summary: 'List accounts by id',
    query: listQuerySchema,
    answers: { 200: answer('A page of accounts', 'Accounts', accountListSchema) },
  },
  {
    method: 'post',
    path: '/accounts',
    tag: 'accounts',
    id: 'createAccount',
    summary: 'Make an account',
    description: 'Nothing given makes one bot, one builder app and one admin app.',
    body: { name: 'NewAccount', schema: newAccountSchema },
    answers: {
      201: answer('The account, the secrets of its apps included', 'CreatedAccount', newAccountAnswerSchema),
    },
    problems: { 400: ['too_many_sessions'], 409: ['account_exists', 'client_id_taken'] },
  },
  {
    method: 'get',
    path: '/accounts/{accountId}',
    tag: 'accounts',
    id: 'getAccount',
    summary: 'Read an account',
    answers: { 200: answer('The account', 'Account', accountSchema) },
  },
  {
    method: 'patch',
    path: '/accounts/{accountId}',
    tag: 'accounts',
    id: 'changeAccount',
    summary: 'Change settings, rate limit or expiry; what is left out stays',
    body: { name: 'AccountChange', schema: accountChangeSchema },
    answers: { 200: answer('The account', 'Account', accountSchema) },
  },
  {
    method: 'delete',
    path: '/accounts/{accountId}',
    tag: 'accounts',
    id: 'removeAccount',
    summary: 'Remove an account with all it holds; safe to repeat',
    answers: {
      202: answer(
        'Gone for everybody who asks; what it held is being removed',
        'Removal',
        z.object({ accountId: z.string(), removal: z.literal('continues') }),
      ),
      204: { description: 'Removed, or not there' },
    },
  },
];
