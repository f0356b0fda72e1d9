import type { Time } from '../domain/time.ts';
import type { Store } from '../store/store.ts';
import type { EmulatedApi } from '../vendor/api.ts';
import type { AccountDefaults } from './account-defaults.ts';
import type { LoadConsole } from './console/files.ts';
import type { ControlKeyProvider } from './key.ts';

export interface ControlDependencies {
  store: Store;
  /** The emulated APIs, which are asked why a request finds what it finds. */
  apis: readonly EmulatedApi[];
  controlKey: ControlKeyProvider;
  /** What the table runs on, for people: `dynamodb`, or the laptop's engine. */
  engine: string;
  /** Whether a fault can break the connection. */
  canDropConnections: boolean;
  /** Gives the files of the console; left out, there is none. */
  loadConsole?: LoadConsole;
  /** Left out, accounts get those of every emulator. */
  accountDefaults?: AccountDefaults;
  time: Time;
  /** Takes work that the answer need not wait for. */
  afterResponse: (work: Promise<unknown>) => void;
  /** How long one call may write, ms: what takes longer stops with what it has done, or is refused while nothing has changed. */
  longestWorkMs?: number;
  /** When a call is answered without its result, ms; left out, never. */
  answerWithinMs?: number;
  /** Told of failures of the emulator itself; `given` is what the platform has passed on with the request. */
  onError: (error: unknown, given?: unknown) => void;
}
