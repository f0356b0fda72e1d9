import type { Account, App } from '../../functions/domain/account.ts';
import { consoleAddress } from './console-address.ts';
import { curlLine } from './curl-line.ts';
import { proxyVariables } from './proxy/variables.ts';

const tokenLife = '30d';

export interface BannerFacts {
  url: string;
  controlKey: string;
  engineName: string;
  account: Account;
  notes: readonly string[];
  /** Whom clients have to trust, where it serves https by a certificate of its own making. */
  authority?: { path: string; pem: string } | undefined;
  /** A proxy that answers for the vendor, and the files to trust it by. */
  proxy?: { url: string; authority: string; bundle: string; trustStore: string } | undefined;
}

async function signToken(app: App): Promise<string> {
  // Of the package only what signs: the whole of it takes a tenth of a start.
  const { SignJWT } = await import('jose/jwt/sign');
  return new SignJWT({ appId: app.clientId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(tokenLife)
    .sign(new TextEncoder().encode(app.clientSecret));
}

async function firstRequest({
  url,
  account: { apps, bots },
  authority,
}: BannerFacts): Promise<string | undefined> {
  const app = [...apps.values()].find(({ kind }) => kind === 'builder');
  const [bot] = bots.values();
  if (!app || !bot) return undefined;
  const path = `/api/public/bot/${bot.botId}/getSessions`;
  return curlLine({
    url,
    path,
    token: await signToken(app),
    body: '{"limit":2}',
    authority: authority?.path,
  });
}

/** What a person wants to know of a started emulator, the last line ready to be pasted. */
export async function bannerText(facts: BannerFacts): Promise<string> {
  const { url, controlKey, engineName, account, notes, authority } = facts;
  const lines = [
    '',
    `Kore Sessions Emulator at ${url}`,
    '',
    ...[...account.bots.values()].map(({ botId, name }) => `  bot            ${botId}  ${name}`),
    ...[...account.apps.values()].flatMap((app) => [
      `  ${`${app.kind} app`.padEnd(13)}  client id      ${app.clientId}`,
      `                 client secret  ${app.clientSecret}`,
    ]),
    `  console        ${consoleAddress(url, controlKey)}`,
    `  control key    ${controlKey}`,
    `  engine         ${engineName}`,
    ...notes.map((note) => `  ${note}`),
    ...(authority
      ? ['', `Clients have to trust this authority, which is in ${authority.path}:`, '', authority.pem.trim()]
      : []),
  ];
  if (facts.proxy) lines.push(...proxyLines(facts.proxy));
  const curl = await firstRequest(facts);
  if (curl) lines.push('', 'Try it:', '', curl);
  lines.push('', 'Stop it with Ctrl-C.', '');
  return lines.join('\n');
}

function proxyLines(proxy: NonNullable<BannerFacts['proxy']>): string[] {
  const variables = Object.entries(proxyVariables(proxy.url, proxy, {}));
  return [
    '',
    'A proxy answers for the vendor. Programs go through it, and trust it, with these variables:',
    '',
    ...variables.map(([name, value]) => `  export ${name}='${value}'`),
  ];
}

/** The same for programs: one line of JSON. */
export function startLine({ url, controlKey, account, proxy }: BannerFacts): string {
  return JSON.stringify({
    url,
    controlKey,
    account: {
      accountId: account.accountId,
      bots: [...account.bots.values()],
      apps: [...account.apps.values()].map(({ kind, clientId, clientSecret }) => ({
        kind,
        clientId,
        clientSecret,
      })),
    },
    console: consoleAddress(url, controlKey),
    ...(proxy && {
      proxy: {
        url: proxy.url,
        authority: proxy.authority,
        bundle: proxy.bundle,
        trustStore: proxy.trustStore,
      },
    }),
  });
}
