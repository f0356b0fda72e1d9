export function FidelityScreen() {
  return <p>Fidelity</p>;
}
