import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, makeCertificate } from '../../../infra/local/tls/make-certificate.ts';
import { builtCli } from './support/built-cli.ts';
import * as here from './support/in-process.ts';
import { type Ended, run } from './support/spawned.ts';

let folder: string;
let env: Record<string, string>;
let made: Certificate;

beforeAll(async () => {
  made = await makeCertificate(['localhost', '127.0.0.1', '::1'], Date.now());
  folder = mkdtempSync(join(tmpdir(), 'kore-sessions-tls-'));
  env = { XDG_CACHE_HOME: join(folder, 'cache') };
});
afterAll(() => rmSync(folder, { recursive: true }));

const withServer = (args: readonly string[], work: (server: here.HereServer) => Promise<void>) =>
  here.withServer(['--empty', ...args], work, { env });

/** Asks as a client that trusts one authority. */
function statusBy(ca: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(`${url}/_emulator/health`, { ca, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('error', reject).end();
  });
}

const authorityPath = (stderr: string): string =>
  /^Clients have to trust this authority, which is in (.+):$/m.exec(stderr)?.[1] ?? '';

describe('a certificate of its own making', () => {
  test('is trusted by whoever trusts the authority that is printed, under every name of this machine', async () => {
    await withServer(
      ['--tls', '--host', 'localhost', '--allow-host', 'emulator.test'],
      async ({ facts, stderr }) => {
        const { port } = new URL(facts.url);
        expect(facts.url).toBe(`https://localhost:${port}`);
        const path = authorityPath(stderr());
        const authority = readFileSync(path, 'utf8');
        expect(stderr()).toContain(authority);
        for (const host of ['localhost', '127.0.0.1', '[::1]']) {
          expect(await statusBy(authority, `https://${host}:${port}`)).toBe(200);
        }
        const certificate = new X509Certificate(readFileSync(join(dirname(path), 'certificate.pem')));
        expect(certificate.checkHost('emulator.test')).toBe('emulator.test');
        await expect(fetch(`${facts.url}/_emulator/health`)).rejects.toThrow();
        await expect(statusBy(made.authority, facts.url)).rejects.toThrow('certificate');
        expect(stderr()).toContain(`--cacert '${path}'`);
        expect(statSync(join(dirname(path), 'key.pem')).mode & 0o777).toBe(0o600);
        expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
      },
    );
  });

  test('is kept: clients are told once', async () => {
    const authorities: string[] = [];
    for (let times = 0; times < 2; times++) {
      await withServer(['--tls'], async ({ stderr }) => {
        authorities.push(readFileSync(authorityPath(stderr()), 'utf8'));
      });
    }
    expect(authorities[0]).toBe(authorities[1]);
    await withServer(['--tls', '--data', join(folder, 'data')], async ({ facts, stderr }) => {
      const path = authorityPath(stderr());
      expect(path.startsWith(join(folder, 'data', 'tls'))).toBe(true);
      expect(await statusBy(readFileSync(path, 'utf8'), facts.url)).toBe(200);
    });
  });

  test('is used by the command line that is told of the authority', async () => {
    await withServer(['--tls'], async ({ facts, stderr }) => {
      const ask = (variables: Record<string, string>): Promise<Ended> =>
        run([builtCli(), 'clock', '--url', facts.url], { env: variables });
      expect((await ask({ NODE_EXTRA_CA_CERTS: authorityPath(stderr()) })).code).toBe(0);
      const { code, stderr: why } = await ask({});
      expect(code).toBe(3);
      expect(why).toMatch(/^The certificate of .+ is not trusted: .+ NODE_EXTRA_CA_CERTS\.\n$/);
    });
  });

  test('holds to what strict clients ask for', () => {
    const [issuer, server] = [new X509Certificate(made.authority), new X509Certificate(made.cert)];
    expect(issuer.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(issuer)).toBe(true);
    expect(server.verify(issuer.publicKey)).toBe(true);
    expect(server.checkIP('::1')).toBe('::1');
    expect(Date.parse(server.validTo) - Date.parse(server.validFrom)).toBeLessThanOrEqual(398 * 86_400_000);
  });
});

describe('a certificate that is given', () => {
  test('is served', async () => {
    const { authority, cert, key } = made;
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
    await withServer(['--tls-cert', certFile, '--tls-key', keyFile], async ({ facts, stderr }) => {
      expect(await statusBy(authority, facts.url)).toBe(200);
      expect(stderr()).not.toContain('authority');
    });
  });

  test.each([
    { name: 'is not there', text: undefined, says: /^The file .+ \(--tls-cert\) cannot be read: .+\n$/ },
    {
      name: 'is none',
      text: 'hello',
      says: /^The certificate .+ and the key .+ cannot be used together: .+\n$/,
    },
  ])('that $name is told of', async ({ text, says }) => {
    const file = join(folder, 'broken.pem');
    rmSync(file, { force: true });
    if (text !== undefined) writeFileSync(file, text);
    const args = ['--port', '0', '--tls-cert', file, '--tls-key', file];
    const { code, stderr } = await here.run(['start', ...args], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(says);
  });
});
