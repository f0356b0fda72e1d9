/*
 * Takes the place of the SDK's streams of events in the bundles. No call to DynamoDB has one, and what they are made of
 * has Node load its compression when a function starts.
 */

/** What the SDK would read and write such streams with. */
export class EventStreamSerde {
  constructor() {
    throw new Error('The functions are built without streams of events.');
  }
}

/** What it would make their parts with. */
export const eventStreamSerdeProvider = (): EventStreamSerde => new EventStreamSerde();
