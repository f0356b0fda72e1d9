/** Where an emulator is, and the key of its control API. */
export interface Address {
  url: string;
  controlKey: string;
}
