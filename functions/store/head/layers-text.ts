import { randomBytes } from 'node:crypto';
import type { Layer, Layers } from '../../domain/layers.ts';

/*
 * Layers as one attribute: short, because every request reads it, and text, so that who changes it can make sure that
 * nobody was faster by comparing it. Layers stand newest first, each as NAME or NAME:REVISION or
 * NAME:REVISION:SETTLES_AT, numbers to the base of 36.
 */

/**
 * 54 bits: of ten million layers, made where a hundred thousand are, one meets another's with a probability of 1 to
 * 18,000. Every entry of the index repeats the name twice, and is paid for by the byte.
 */
export const newLayerName = (): string => randomBytes(7).toString('base64url').slice(0, 9);

const digits = (number: number | undefined): string => number?.toString(36) ?? '';
const numberOf = (text: string | undefined): number | undefined =>
  text ? Number.parseInt(text, 36) : undefined;

const toText = ({ name, revision, settlesAt }: Layer): string =>
  [name, digits(revision), digits(settlesAt)].join(':').replace(/:+$/, '');

export const toLayersText = (layers: readonly Layer[]): string => layers.map(toText).join(' ');

/** @param text as `toLayersText` made it */
export function fromLayersText(text: string): Layer[] {
  return text.split(' ').flatMap((each) => {
    const [name = '', revision, settlesAt] = each.split(':');
    if (name === '') return [];
    return { name, revision: numberOf(revision), settlesAt: numberOf(settlesAt) };
  });
}

/** @throws where there is no own layer */
export function asLayers([own, ...frozen]: readonly Layer[]): Layers {
  if (!own) throw new Error('The head of an account names no layer.');
  return [own, ...frozen];
}
