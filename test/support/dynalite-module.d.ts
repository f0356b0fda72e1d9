declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** Folder of the LevelDB store; in memory without it. */
    path?: string;
    /** How long a table stays in CREATING, ms. */
    createTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}
