/** What kind of answer a status is, for its colour. */
const classOf = (status: number): string => `${Math.floor(status / 100)}xx`;

export function Status({ status }: { status: number }) {
  return <span class={`chip s${classOf(status)}`}>{status}</span>;
}
