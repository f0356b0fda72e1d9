export function AccountScreen() {
  return <p>Account</p>;
}
