import { cpus, totalmem } from 'node:os';

/** What figures depend on besides the code. */
export interface Machine {
  node: string;
  cores: number;
  memoryGiB: number;
  platform: string;
}

export const thisMachine = (): Machine => ({
  node: process.version,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform} ${process.arch}`,
});

export const machineLine = ({ node, cores, memoryGiB, platform }: Machine): string =>
  `Node ${node}, ${cores} cores, ${memoryGiB} GiB, ${platform}`;
