package kore.emulator;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit 5: gives tests a {@link KoreEmulator}, one for all of the JVM, and a fresh {@link KoreEmulator.Account} for each
 * test, taken away after it. Of a test that failed it says what the emulator refused.
 */
public final class KoreEmulatorExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KoreEmulatorExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KoreEmulator.class || type == KoreEmulator.Account.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == KoreEmulator.class) return KoreEmulator.shared();
    return context.getStore(NAMESPACE).getOrComputeIfAbsent(Held.class, key -> new Held(), Held.class).account;
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Held held = context.getStore(NAMESPACE).get(Held.class, Held.class);
    if (held == null || !context.getExecutionException().isPresent()) return;
    for (String line : held.account.report()) System.err.println("emulator: " + line);
  }

  /** Closed by JUnit with the test's context. */
  private static final class Held implements ExtensionContext.Store.CloseableResource {
    private final KoreEmulator.Account account = KoreEmulator.shared().account();

    @Override
    public void close() {
      account.close();
    }
  }
}
