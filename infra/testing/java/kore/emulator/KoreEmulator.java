package kore.emulator;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kore Sessions Emulator in tests: a running emulator, and an {@link Account} of one's own for each test. JDK only, Java
 * 8 or newer.
 *
 * <p>Bodies are given as JSON text, or as Maps, Lists, Strings, Numbers and Booleans; answers come as these.
 */
public final class KoreEmulator implements AutoCloseable {
  private static final int LEASE_SECONDS = 60;
  private static final int RENEW_EVERY_SECONDS = 20;
  private static final int ANSWER_WITHIN_MS = 60_000;
  private static final int GUARD_WITHIN_MS = 15_000;
  private static final int START_WITHIN_SECONDS = 60;
  private static final int BUSY_FOR_SECONDS = 120;
  private static final int SESSIONS_PER_CALL = 5_000;
  private static final int LOG_CHARACTERS = 200_000;
  private static final String START_IT =
      " Start one with \"npx kore-sessions-emulator start\", or leave KORE_EMULATOR_URL unset to have one started.";

  private static KoreEmulator shared;

  private final String url;
  private final String controlKey;
  private final Started started;
  private final Set<String> leases = Collections.newSetFromMap(new ConcurrentHashMap<String, Boolean>());
  private Thread renewing;

  private KoreEmulator(String url, String controlKey, Started started) {
    this.url = url.replaceAll("/+$", "");
    this.controlKey = controlKey;
    this.started = started;
  }

  /** The emulator that KORE_EMULATOR_URL names, or else one that is started here. */
  public static KoreEmulator open() {
    return isSet("KORE_EMULATOR_URL") ? connect() : start();
  }

  /** One for all of this JVM, which ends with it. */
  public static synchronized KoreEmulator shared() {
    if (shared == null) shared = open();
    return shared;
  }

  /** Takes the emulator that the variables KORE_EMULATOR_URL and KORE_EMULATOR_CONTROL_KEY name. */
  public static KoreEmulator connect() {
    for (String name : Arrays.asList("KORE_EMULATOR_URL", "KORE_EMULATOR_CONTROL_KEY")) {
      if (!isSet(name)) {
        throw new KoreEmulatorException("Which emulator? " + name + " is not set. Run the tests by"
            + " \"npx kore-sessions-emulator exec -- COMMAND\", or set KORE_EMULATOR_URL and KORE_EMULATOR_CONTROL_KEY.");
      }
    }
    return connect(System.getenv("KORE_EMULATOR_URL"), System.getenv("KORE_EMULATOR_CONTROL_KEY"));
  }

  /** Takes an emulator that runs already, on this machine or deployed. */
  public static KoreEmulator connect(String url, String controlKey) {
    KoreEmulator emulator = new KoreEmulator(url, controlKey, null);
    emulator.check();
    return emulator;
  }

  /** Starts an emulator on a free port; it ends with this JVM, however that ends. */
  public static KoreEmulator start() {
    return start(START_WITHIN_SECONDS);
  }

  /** The same, which fails where it takes longer. */
  public static KoreEmulator start(int withinSeconds) {
    Started started = new Started(command(), withinSeconds);
    return new KoreEmulator((String) started.facts.get("url"), (String) started.facts.get("controlKey"), started);
  }

  public String url() {
    return url;
  }

  public String controlKey() {
    return controlKey;
  }

  /** Makes an account of one's own. It expires by itself a minute after this JVM has ended. */
  public Account account() {
    return account("{}");
  }

  /**
   * The same with what the control API takes for a new account, such as <code>{"bots":[{"botId":"st-1"}],
   * "seed":"demo"}</code>. Tokens are checked by the machine's clock unless the settings say otherwise.
   */
  public Account account(Object newAccount) {
    Map<String, Object> body = new LinkedHashMap<>(asMap(asJson(newAccount)));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("tokenClock", "machine");
    if (body.get("settings") != null) settings.putAll(asMap(body.get("settings")));
    body.put("settings", settings);
    if (!body.containsKey("expiresInSeconds")) body.put("expiresInSeconds", LEASE_SECONDS);
    Account account = new Account(this, asMap(call("POST", "/accounts", body)));
    keep(account.path);
    return account;
  }

  /** What the emulator has printed for people, where it was started here. */
  public String log() {
    return started == null ? "" : started.log();
  }

  /** Ends it, where it was started here. */
  @Override
  public void close() {
    if (started != null) started.stop();
  }

  private void check() {
    Object health = request("GET", "/health", null, GUARD_WITHIN_MS);
    if (!(health instanceof Map) || !asMap(health).containsKey("engine")) {
      throw new KoreEmulatorException("What answers at " + url + " is no emulator." + START_IT);
    }
    Object body = Json.read("{\"bots\":[],\"apps\":[],\"expiresInSeconds\":" + LEASE_SECONDS + "}");
    Object account = request("POST", "/accounts", body, GUARD_WITHIN_MS);
    call("DELETE", "/accounts/" + asMap(account).get("accountId"), null);
  }

  /** Prolongs accounts while this JVM runs. */
  private synchronized void keep(String path) {
    leases.add(path);
    if (renewing != null) return;
    renewing = daemon("kore-emulator-leases", () -> {
      while (true) {
        try {
          Thread.sleep(RENEW_EVERY_SECONDS * 1000L);
        } catch (InterruptedException end) {
          return;
        }
        for (String each : leases) {
          try {
            call("PATCH", each, Collections.singletonMap("expiresInSeconds", LEASE_SECONDS));
          } catch (KoreEmulatorException error) {
            if ("account_not_found".equals(error.code())) leases.remove(each);
          }
        }
      }
    });
  }

  /** Makes a call of the control API below /_emulator. */
  public Object call(String method, String path, Object body) {
    return request(method, path, body, ANSWER_WITHIN_MS);
  }

  private Object patiently(String method, String path, Object body) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(BUSY_FOR_SECONDS);
    for (long pauseMs = 500; ; pauseMs = Math.min(8_000, pauseMs * 2)) {
      try {
        return call(method, path, body);
      } catch (KoreEmulatorException error) {
        if (!Arrays.asList(429, 502, 503, 504).contains(error.status()) || System.nanoTime() > until) throw error;
      }
      try {
        Thread.sleep(pauseMs);
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
        throw new KoreEmulatorException("The wait for a busy emulator was interrupted.");
      }
    }
  }

  private Object request(String method, String path, Object body, int withinMs) {
    try {
      URL address = new URL(url + "/_emulator" + path);
      String host = address.getHost();
      boolean isHere = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
      // What runs on this machine is never behind a proxy, whatever the JVM's settings say.
      HttpURLConnection connection =
          (HttpURLConnection) (isHere ? address.openConnection(Proxy.NO_PROXY) : address.openConnection());
      connection.setConnectTimeout(withinMs);
      connection.setReadTimeout(withinMs);
      // HttpURLConnection cannot send PATCH.
      connection.setRequestMethod(method.equals("PATCH") ? "POST" : method);
      if (method.equals("PATCH")) connection.setRequestProperty("X-HTTP-Method-Override", "PATCH");
      connection.setRequestProperty("Authorization", "Bearer " + controlKey);
      connection.setRequestProperty("Content-Type", "application/json");
      if (body != null) {
        connection.setDoOutput(true);
        String text = body instanceof String ? (String) body : Json.write(body);
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      }
      int status = connection.getResponseCode();
      String text = readAll(status < 400 ? connection.getInputStream() : connection.getErrorStream());
      if (status >= 400) throw refusal(method, path, status, text);
      return text.isEmpty() ? null : Json.read(text);
    } catch (IOException error) {
      throw new KoreEmulatorException("No emulator answers at " + url + ": " + error + "." + START_IT);
    } catch (IllegalArgumentException error) {
      throw new KoreEmulatorException("What answers at " + url + " is no emulator: it gave no JSON." + START_IT);
    }
  }

  private KoreEmulatorException refusal(String method, String path, int status, String text) {
    try {
      Map<String, Object> problem = asMap(Json.read(text));
      String code = (String) problem.get("code");
      if (code == null) throw new IllegalArgumentException();
      if (code.equals("unauthorized")) {
        return new KoreEmulatorException("The emulator at " + url + " does not accept the control key. Set"
            + " KORE_EMULATOR_CONTROL_KEY to the one that it printed at its start; a deployment keeps it in Secrets"
            + " Manager.", status, code);
      }
      StringBuilder detail = new StringBuilder(String.valueOf(problem.get("detail")));
      if (problem.containsKey("errors")) {
        for (Object each : asList(problem.get("errors"))) {
          detail.append("\n  ").append(asMap(each).get("field")).append(": ").append(asMap(each).get("message"));
        }
      }
      return new KoreEmulatorException(detail.toString(), status, code);
    } catch (IllegalArgumentException | ClassCastException noProblem) {
      return new KoreEmulatorException("What answers at " + url + " is no emulator: " + method + " " + path + " gave "
          + status + "." + START_IT, status, null);
    }
  }

  /** How it is started: KORE_EMULATOR_COMMAND, else what npm has installed here or above, else npx. */
  private static List<String> command() {
    if (isSet("KORE_EMULATOR_COMMAND")) {
      return words(System.getenv("KORE_EMULATOR_COMMAND"));
    }
    boolean isWindows = System.getProperty("os.name", "").startsWith("Windows");
    String name = "kore-sessions-emulator" + (isWindows ? ".cmd" : "");
    for (File folder = new File("").getAbsoluteFile(); folder != null; folder = folder.getParentFile()) {
      File program = new File(folder, "node_modules/.bin/" + name);
      if (program.exists()) return Collections.singletonList(program.getPath());
    }
    for (String folder : String.valueOf(System.getenv("PATH")).split(File.pathSeparator)) {
      File npx = new File(folder, isWindows ? "npx.cmd" : "npx");
      // Only what is installed: nothing is fetched by a name alone.
      if (npx.canExecute()) return Arrays.asList(npx.getPath(), "--no", "kore-sessions-emulator");
    }
    throw new KoreEmulatorException("There is no emulator to start: no node_modules/.bin/kore-sessions-emulator here or"
        + " above, and no npx on the PATH. Install Node 20.20 or newer and the package kore-sessions-emulator, or set"
        + " KORE_EMULATOR_COMMAND to what starts it, or KORE_EMULATOR_URL and KORE_EMULATOR_CONTROL_KEY to one that"
        + " runs.");
  }

  /** The words of a command; in quotes, of either kind, a word holds spaces. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher each = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)").matcher(command);
    while (each.find()) {
      words.add(each.group(1) != null ? each.group(1) : each.group(2) != null ? each.group(2) : each.group(3));
    }
    return words;
  }

  private static boolean isSet(String name) {
    String value = System.getenv(name);
    return value != null && !value.isEmpty();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static String readAll(InputStream stream) throws IOException {
    if (stream == null) return "";
    try (InputStream open = stream) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] part = new byte[8192];
      for (int length = open.read(part); length >= 0; length = open.read(part)) bytes.write(part, 0, length);
      return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  private static Object asJson(Object value) {
    return value instanceof String ? Json.read((String) value) : value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> asList(Object value) {
    return (List<Object>) value;
  }

  /** An account of one's own: nobody else's test sees its sessions, its clock, its faults or its journal. */
  public static final class Account implements AutoCloseable {
    private final KoreEmulator emulator;
    private final Map<String, Object> view;
    private final String path;

    private Account(KoreEmulator emulator, Map<String, Object> view) {
      this.emulator = emulator;
      this.view = view;
      this.path = "/accounts/" + view.get("accountId");
    }

    public String accountId() {
      return (String) view.get("accountId");
    }

    /** What a client takes for the vendor's base URL. */
    public String url() {
      return emulator.url;
    }

    /** The id of the first bot. */
    public String botId() {
      List<Object> bots = asList(view.get("bots"));
      if (bots.isEmpty()) {
        throw new KoreEmulatorException("The account " + accountId() + " has no bot: give it one with \"bots\".");
      }
      return (String) asMap(bots.get(0)).get("botId");
    }

    /** Of the first builder app, which is linked to every bot. */
    public String clientId() {
      return (String) app("builder").get("clientId");
    }

    public String clientSecret() {
      return (String) app("builder").get("clientSecret");
    }

    private Map<String, Object> app(String kind) {
      for (Object each : asList(view.get("apps"))) if (kind.equals(asMap(each).get("kind"))) return asMap(each);
      return Collections.emptyMap();
    }

    /** What a client takes from its environment, by name: KORE_URL and the others. */
    public Map<String, String> env() {
      Map<String, String> env = new LinkedHashMap<>();
      env.put("KORE_URL", url());
      if (!asList(view.get("bots")).isEmpty()) env.put("KORE_BOT_ID", botId());
      for (String kind : Arrays.asList("builder", "admin")) {
        if (app(kind).isEmpty()) continue;
        String prefix = kind.equals("admin") ? "KORE_ADMIN" : "KORE";
        env.put(prefix + "_CLIENT_ID", (String) app(kind).get("clientId"));
        env.put(prefix + "_CLIENT_SECRET", (String) app(kind).get("clientSecret"));
      }
      env.put("KORE_EMULATOR_URL", url());
      env.put("KORE_EMULATOR_CONTROL_KEY", emulator.controlKey);
      env.put("KORE_EMULATOR_ACCOUNT", accountId());
      return env;
    }

    /** A token for the builder app. */
    public String token() {
      return token(null);
    }

    /** One that is refused for a flaw, such as <code>expired</code>. */
    public String token(String flaw) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("clientId", clientId());
      if (flaw != null) body.put("flaw", flaw);
      return (String) asMap(call("POST", "/tokens", body)).get("token");
    }

    /** Puts rows in, as getSessions gives them. */
    public Map<String, Object> importSessions(Object rows) {
      return asMap(emulator.patiently("POST", path + "/sessions", rows));
    }

    /** Makes sessions up, by the generator's arguments or a scenario. Returns what is true of them all. */
    public Map<String, Object> generate(Object arguments) {
      Map<String, Object> body = new LinkedHashMap<>(asMap(asJson(arguments)));
      if (!body.containsKey("scenario") && !body.containsKey("to")) {
        body.put("to", asMap(call("GET", "/clock", null)).get("now"));
      }
      while (true) {
        body.put("limit", SESSIONS_PER_CALL);
        Map<String, Object> made = asMap(emulator.patiently("POST", path + "/sessions/generate", body));
        if (!made.containsKey("next")) return asMap(made.get("truth"));
        body = new LinkedHashMap<>(asMap(made.get("arguments")));
        body.put("offset", made.get("next"));
      }
    }

    /** What clients have asked, oldest first. */
    public List<Map<String, Object>> requests() {
      List<Map<String, Object>> found = new ArrayList<>();
      String cursor = null;
      do {
        Map<String, Object> page =
            asMap(call("GET", "/requests?limit=1000" + (cursor == null ? "" : "&cursor=" + encoded(cursor)), null));
        for (Object each : asList(page.get("requests"))) found.add(asMap(each));
        cursor = (String) page.get("next");
      } while (cursor != null);
      Collections.reverse(found);
      return found;
    }

    /** Those with a status. */
    public List<Map<String, Object>> requests(int status) {
      List<Map<String, Object>> found = new ArrayList<>();
      for (Map<String, Object> each : requests()) if (((Number) each.get("status")).intValue() == status) found.add(each);
      return found;
    }

    /** The names of all fields and parameters that clients have sent and that nothing reads. */
    public Set<String> unread() {
      Set<String> names = new LinkedHashSet<>();
      for (Map<String, Object> each : requests()) for (Object name : asList(each.get("unread"))) names.add((String) name);
      return names;
    }

    /** Rules by which the emulator misbehaves, in place of those before; a JSON array. */
    public void faults(Object rules) {
      call("PUT", "/faults", rules);
    }

    /** Stops the clock at an ISO time. */
    public void freezeClock(String at) {
      setClock("{\"mode\":\"frozen\",\"now\":" + Json.write(at) + "}");
    }

    /** Moves it on by an ISO 8601 duration such as <code>PT2H</code>. */
    public void advanceClock(String duration) {
      setClock("{\"advance\":" + Json.write(duration) + "}");
    }

    public Map<String, Object> setClock(Object clock) {
      return asMap(call("PUT", "/clock", clock));
    }

    public void snapshot(String name) {
      call("PUT", "/snapshots/" + encoded(name), null);
    }

    public void restore(String name) {
      call("POST", "/snapshots/" + encoded(name) + "/restore", null);
    }

    /** Back to how the account was made. */
    public void reset() {
      call("POST", "/reset", null);
    }

    /** What the emulator has to say of a test that failed: what it refused and why. */
    public List<String> report() {
      List<Map<String, Object>> all = requests();
      List<String> others = ofNoAccount();
      if (all.isEmpty() && others.isEmpty()) {
        return Collections.singletonList("No request of this account reached the emulator. Does the program read"
            + " KORE_URL and KORE_CLIENT_ID?");
      }
      Set<String> lines = new LinkedHashSet<>();
      for (Map<String, Object> each : all) {
        boolean isRefused = ((Number) each.get("status")).intValue() >= 400 && asList(each.get("faults")).isEmpty();
        if (!isRefused || lines.size() == 5) continue;
        Object reason = each.get("reason");
        String why = reason == null ? "" : "  " + asMap(reason).get("code") + ": " + asMap(reason).get("text");
        lines.add("refused: " + each.get("status") + " " + each.get("path") + why);
      }
      if (!unread().isEmpty()) lines.add("sent and read by nothing: " + unread());
      lines.addAll(others);
      return new ArrayList<>(lines);
    }

    /** Lines of requests whose token is nobody's and whose path names a bot of this account. */
    private List<String> ofNoAccount() {
      Set<Object> bots = new LinkedHashSet<>();
      for (Object bot : asList(view.get("bots"))) bots.add(asMap(bot).get("botId"));
      Object page = emulator.call("GET", "/requests?limit=1000&from=" + view.get("createdAt"), null);
      List<String> lines = new ArrayList<>();
      for (Object each : asList(asMap(page).get("requests"))) {
        Map<String, Object> entry = asMap(each);
        if (!bots.contains(entry.get("botId")) || entry.get("reason") == null || lines.size() == 3) continue;
        Map<String, Object> reason = asMap(entry.get("reason"));
        lines.add("of no account: " + entry.get("status") + " " + entry.get("path") + "  " + reason.get("code") + ": "
            + reason.get("text"));
      }
      return lines;
    }

    /** Takes the account away. */
    @Override
    public void close() {
      emulator.leases.remove(path);
      emulator.call("DELETE", path, null);
    }

    private Object call(String method, String below, Object body) {
      return emulator.call(method, path + below, body);
    }

    private static String encoded(String text) {
      try {
        return URLEncoder.encode(text, "UTF-8");
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }

  /** The emulator cannot be used, or refused a call; says what to do. */
  public static final class KoreEmulatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    KoreEmulatorException(String message) {
      this(message, 0, null);
    }

    KoreEmulatorException(String message, int status, String code) {
      super(message);
      this.status = status;
      this.code = code;
    }

    /** 0 where nothing answered. */
    public int status() {
      return status;
    }

    /** Stable, such as <code>account_not_found</code>; null where it is no refusal of the control API. */
    public String code() {
      return code;
    }
  }

  /** An emulator in a process of its own, which ends when its standard input does, and so with this JVM. */
  private static final class Started {
    private final Process process;
    private final StringBuffer log = new StringBuffer();
    private final Map<String, Object> facts;

    Started(List<String> command, int withinSeconds) {
      List<String> line = new ArrayList<>(command);
      line.addAll(Arrays.asList("start", "--until-stdin-ends", "--port", "0", "--empty"));
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.environment().keySet().removeAll(Arrays.asList("KORE_EMULATOR_CONTROL_KEY", "DYNAMODB_ENDPOINT"));
      BlockingQueue<String> first = new LinkedBlockingQueue<>();
      try {
        process = builder.start();
      } catch (IOException error) {
        throw new KoreEmulatorException("The emulator did not start: " + error.getMessage() + ".");
      }
      // Read all the time, so that it never waits for a reader.
      Thread words = daemon("kore-emulator-log", () -> read(process.getErrorStream(), text -> append(text)));
      daemon("kore-emulator-out", () -> {
        StringBuilder text = new StringBuilder();
        read(process.getInputStream(), part -> {
          text.append(part);
          for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
            if (text.charAt(0) == '{') first.add(text.substring(0, end));
            text.delete(0, end + 1);
          }
        });
        first.add("");
      });
      facts = asMap(firstLine(first, words, withinSeconds));
    }

    private Object firstLine(BlockingQueue<String> first, Thread words, int withinSeconds) {
      String line;
      try {
        line = first.poll(withinSeconds, TimeUnit.SECONDS);
        if (line != null && !line.isEmpty()) return Json.read(line);
        if (line != null) words.join(5_000);
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
        line = null;
      }
      stop();
      String why = line == null ? "no answer within " + withinSeconds + " seconds" : "it ended at once";
      throw new KoreEmulatorException("The emulator did not start: " + why + ". It said:\n" + log());
    }

    private interface Taker {
      void take(String text);
    }

    private static void read(InputStream stream, Taker taker) {
      byte[] part = new byte[8192];
      try {
        for (int length = stream.read(part); length >= 0; length = stream.read(part)) {
          taker.take(new String(part, 0, length, StandardCharsets.UTF_8));
        }
      } catch (IOException over) {
        // It has ended.
      }
    }

    private void append(String text) {
      log.append(text);
      if (log.length() > LOG_CHARACTERS) log.delete(0, log.length() - LOG_CHARACTERS);
    }

    String log() {
      return log.toString();
    }

    void stop() {
      try {
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
      } catch (IOException over) {
        process.destroyForcibly();
      } catch (InterruptedException end) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** JSON (RFC 8259) as Maps, Lists, Strings, Doubles and Longs, Booleans and null. */
  static final class Json {
    private final String text;
    private int at;

    private Json(String text) {
      this.text = text;
    }

    /** @throws IllegalArgumentException where it is none */
    static Object read(String text) {
      Json json = new Json(text);
      Object value = json.value();
      json.skip();
      if (json.at < text.length()) throw json.wrong();
      return value;
    }

    private IllegalArgumentException wrong() {
      return new IllegalArgumentException("Not JSON at character " + at + ": " + text);
    }

    private void skip() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private boolean take(String token) {
      skip();
      if (!text.startsWith(token, at)) return false;
      at += token.length();
      return true;
    }

    private Object value() {
      if (take("{")) return object();
      if (take("[")) return array();
      if (take("\"")) return string();
      if (take("true")) return true;
      if (take("false")) return false;
      if (take("null")) return null;
      int from = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
      if (from == at) throw wrong();
      String number = text.substring(from, at);
      if (number.matches("-?\\d{1,18}")) return Long.valueOf(number);
      return Double.valueOf(number);
    }

    private Map<String, Object> object() {
      Map<String, Object> members = new LinkedHashMap<>();
      if (take("}")) return members;
      do {
        if (!take("\"")) throw wrong();
        String name = string();
        if (!take(":")) throw wrong();
        members.put(name, value());
      } while (take(","));
      if (!take("}")) throw wrong();
      return members;
    }

    private List<Object> array() {
      List<Object> elements = new ArrayList<>();
      if (take("]")) return elements;
      do {
        elements.add(value());
      } while (take(","));
      if (!take("]")) throw wrong();
      return elements;
    }

    private String string() {
      StringBuilder into = new StringBuilder();
      while (at < text.length()) {
        char next = text.charAt(at++);
        if (next == '"') return into.toString();
        if (next != '\\') into.append(next);
        else if (at < text.length()) into.append(escaped(text.charAt(at++)));
      }
      throw wrong();
    }

    private char escaped(char letter) {
      int simple = "bfnrt".indexOf(letter);
      if (simple >= 0) return "\b\f\n\r\t".charAt(simple);
      if (letter != 'u') return letter;
      if (at + 4 > text.length()) throw wrong();
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    static String write(Object value) {
      StringBuilder into = new StringBuilder();
      write(value, into);
      return into.toString();
    }

    private static void write(Object value, StringBuilder into) {
      if (value instanceof Map) {
        String before = "{";
        for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
          into.append(before);
          write(String.valueOf(member.getKey()), into);
          into.append(':');
          write(member.getValue(), into);
          before = ",";
        }
        into.append(before.equals("{") ? "{}" : "}");
      } else if (value instanceof Iterable) {
        String before = "[";
        for (Object element : (Iterable<?>) value) {
          into.append(before);
          write(element, into);
          before = ",";
        }
        into.append(before.equals("[") ? "[]" : "]");
      } else if (value instanceof CharSequence) {
        into.append('"');
        for (char letter : value.toString().toCharArray()) {
          if (letter == '"' || letter == '\\') into.append('\\').append(letter);
          else if (letter < ' ') into.append(String.format("\\u%04x", (int) letter));
          else into.append(letter);
        }
        into.append('"');
      } else {
        into.append(value);
      }
    }
  }
}
