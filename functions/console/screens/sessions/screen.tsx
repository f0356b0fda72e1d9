export function SessionsScreen() {
  return <p>Sessions</p>;
}
