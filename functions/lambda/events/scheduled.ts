/** What EventBridge sends when a rule's time has come. (AWS: "Amazon EventBridge scheduled events".) */
export function isScheduled(event: object): boolean {
  return 'source' in event && event.source === 'aws.events' && 'detail-type' in event;
}
