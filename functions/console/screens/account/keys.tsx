import { controlKey } from '../../api/key.ts';
import { CopyButton } from '../../parts/copy.tsx';
import { Block } from '../../parts/json.tsx';
import type { Account } from '../../state/account.ts';
import { useStore } from '../../state/store.ts';

/** The control key, and the public keys that apps have. */
export function Keys({ account: { apps } }: { account: Account }) {
  const key = useStore(controlKey);
  const publicKeys = apps.flatMap((app) => [
    ...(app.publicKey ? [[`${app.name} verifies with`, app.publicKey] as const] : []),
    ...(app.jwePublicKey ? [[`${app.name} takes tokens encrypted to`, app.jwePublicKey] as const] : []),
  ]);
  return (
    <section class="card" id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        <dt>Control key</dt>
        <dd>
          <span class="secret">••••••••••••</span> <CopyButton text={key} what="the control key" />
        </dd>
      </dl>
      {publicKeys.length === 0 ? (
        <p class="note">
          No app has a public key. RS256 and RS512 need one, and an app with Enforce JWE shows one.
        </p>
      ) : (
        publicKeys.map(([name, pem]) => (
          <div key={name}>
            <h3>{name}</h3>
            <Block text={pem} what={name} />
          </div>
        ))
      )}
    </section>
  );
}
