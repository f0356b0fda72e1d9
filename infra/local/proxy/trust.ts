import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import forge from 'node-forge';

/** Files that programs are told to trust an authority by. */
export interface TrustFiles {
  /** PEM: the authority alone, for what adds it to those that it knows. */
  authority: string;
  /** PEM: with the public authorities, for what takes it in place of those. */
  bundle: string;
  /** PKCS #12 without a password, the same as the bundle, for Java. */
  trustStore: string;
  remove: () => void;
}

/** @param authority PEM */
export function writeTrust(authority: string): TrustFiles {
  const folder = mkdtempSync(join(tmpdir(), 'kore-sessions-emulator-proxy-'));
  const write = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const all = [authority.trim(), ...rootCertificates];
  return {
    authority: write('authority.pem', authority),
    bundle: write('bundle.pem', `${all.join('\n')}\n`),
    trustStore: write('trust.p12', trustStore(all)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const { asn1 } = forge;
const { Class, Type } = asn1;
const sequence = (...parts: forge.asn1.Asn1[]): forge.asn1.Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, parts);
const set = (...parts: forge.asn1.Asn1[]): forge.asn1.Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.SET, true, parts);
const explicit = (part: forge.asn1.Asn1): forge.asn1.Asn1 =>
  asn1.create(Class.CONTEXT_SPECIFIC, 0, true, [part]);
const oid = (id: string): forge.asn1.Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(id).getBytes());
const octets = (bytes: string): forge.asn1.Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, bytes);
const data = (content: forge.asn1.Asn1): forge.asn1.Asn1 =>
  sequence(oid('1.2.840.113549.1.7.1'), explicit(octets(asn1.toDer(content).getBytes())));

/** What Java takes a certificate of a PKCS #12 file as trusted by (JDK: "trusted key usage"), for any use. */
const trusted = (): forge.asn1.Asn1 => sequence(oid('2.16.840.1.113894.746875.1.1'), set(oid('2.5.29.37.0')));

const friendlyName = (name: string): forge.asn1.Asn1 => {
  const utf16 = Buffer.from(name, 'utf16le').swap16().toString('latin1');
  return sequence(
    oid('1.2.840.113549.1.9.20'),
    set(asn1.create(Class.UNIVERSAL, Type.BMPSTRING, false, utf16)),
  );
};

/** A certificate in a bag (RFC 7292, section 4.2.3). */
function certificateBag(pem: string, index: number): forge.asn1.Asn1 {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('latin1');
  const certificate = sequence(oid('1.2.840.113549.1.9.22.1'), explicit(octets(der)));
  const attributes = set(friendlyName(`authority ${index}`), trusted());
  return sequence(oid('1.2.840.113549.1.12.10.1.3'), explicit(certificate), attributes);
}

/** A PKCS #12 file (RFC 7292) of certificates that are no secret: without encryption, and without a password. */
function trustStore(pems: readonly string[]): Buffer {
  const version = asn1.create(Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(3).getBytes());
  const safe = sequence(...pems.map(certificateBag));
  return Buffer.from(asn1.toDer(sequence(version, data(sequence(data(safe))))).getBytes(), 'latin1');
}
