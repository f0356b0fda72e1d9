import { generateKeyPair, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import forge from 'node-forge';

const dayMs = 86_400_000;
/** More is refused by some clients (CA/Browser Forum: 398 days). */
const validDays = 397;

/** All PEM. */
export interface Certificate {
  /** The certificate that clients have to trust. */
  authority: string;
  cert: string;
  key: string;
}

interface KeyPair {
  publicKey: string;
  privateKey: string;
}

const makeKeys = (): Promise<KeyPair> =>
  promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/**
 * Makes a certificate for a server, and an authority that says so: for this one certificate, as its key is not kept.
 *
 * @param names host names and addresses that the server is called by
 * @param now Unix ms
 */
export async function makeCertificate(names: readonly string[], now: number): Promise<Certificate> {
  const [authorityKeys, serverKeys] = await Promise.all([makeKeys(), makeKeys()]);
  const called = `Kore Sessions Emulator ${randomBytes(3).toString('hex')}`;
  const authority = unsigned(authorityKeys, called, now);
  authority.setIssuer(authority.subject.attributes);
  authority.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  const server = unsigned(serverKeys, names[0] ?? 'localhost', now);
  server.setIssuer(authority.subject.attributes);
  server.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: names.map(toAltName) },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: authority.generateSubjectKeyIdentifier().getBytes(),
    },
  ]);
  const signer = forge.pki.privateKeyFromPem(authorityKeys.privateKey);
  for (const certificate of [authority, server]) certificate.sign(signer, forge.md.sha256.create());
  return {
    authority: toPem(authority),
    cert: toPem(server),
    key: serverKeys.privateKey,
  };
}

function unsigned({ publicKey }: KeyPair, commonName: string, now: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // Positive: the first bit is 0.
  certificate.serialNumber = `40${randomBytes(15).toString('hex')}`;
  // Clocks differ.
  certificate.validity.notBefore = new Date(now - dayMs);
  certificate.validity.notAfter = new Date(now + (validDays - 1) * dayMs);
  certificate.setSubject([{ name: 'commonName', value: commonName.slice(0, 64) }]);
  return certificate;
}

// Types of RFC 5280's GeneralName.
const toAltName = (name: string) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name });

const toPem = (certificate: forge.pki.Certificate): string =>
  forge.pki.certificateToPem(certificate).replaceAll('\r', '');
