export function FaultsScreen() {
  return <p>Faults</p>;
}
