// Karate runs this before each scenario: each gets an account of its own, in the emulator that KORE_EMULATOR_URL names,
// or else in one that is started for this run.
function fn() {
  var account = Java.type('kore.emulator.KoreEmulator').shared().account();
  return {
    account: account,
    koreUrl: account.url(),
    koreBotId: account.botId(),
    koreClientId: account.clientId(),
    koreClientSecret: account.clientSecret(),
  };
}
