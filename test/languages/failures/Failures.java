import kore.emulator.KoreEmulator;

/** Opens an emulator, and prints what the helper says: failures.py in Java. */
public class Failures {
  public static void main(String[] args) throws InterruptedException {
    try {
      KoreEmulator emulator = args[0].equals("slow") ? KoreEmulator.start(1) : KoreEmulator.open();
      System.out.println("opened " + emulator.url());
      if (args[0].equals("stay")) {
        System.out.println("account " + emulator.account().accountId());
        Thread.sleep(60_000);
      }
    } catch (KoreEmulator.KoreEmulatorException error) {
      System.out.println("refused: " + error.getMessage());
    }
  }
}
