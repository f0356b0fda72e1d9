import type { Store } from '../store/store.ts';
import type { ControlKeyProvider } from './key.ts';

export interface ControlDependencies {
  store: Store;
  controlKey: ControlKeyProvider;
  /** What the table runs on, for people: `dynamodb`, or the laptop's engine. */
  engine: string;
  /** Whether a fault can break the connection. */
  canDropConnections: boolean;
  /** The machine's clock, Unix ms. */
  systemNow: () => number;
  /** Told of failures of the emulator itself. */
  onError: (error: unknown) => void;
}
