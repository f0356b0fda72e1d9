/** What a write ran into: the caller's request, not the store, is at fault. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly code: 'account_exists' | 'client_id_taken' | 'bot_exists';

  constructor(code: ConflictError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
