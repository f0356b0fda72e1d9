export function TryScreen() {
  return <p>Try</p>;
}
