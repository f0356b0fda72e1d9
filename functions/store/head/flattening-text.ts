/** Layers that are being written into one. */
export interface Flattening {
  into: string;
  /** Unix ms at which it was begun. */
  at: number;
  /** The names of the layers, newest first, with blanks between them. */
  of: string;
}

export const toFlatteningText = ({ into, at, of }: Flattening): string => `${into} ${at.toString(36)} ${of}`;

/** @param text as `toFlatteningText` made it */
export function fromFlatteningText(text: string): Flattening {
  const [into = '', at = '', ...of] = text.split(' ');
  return { into, at: Number.parseInt(at, 36), of: of.join(' ') };
}
