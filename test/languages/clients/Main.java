import org.openapitools.client.ApiClient;
import org.openapitools.client.api.AccountsApi;
import org.openapitools.client.api.RequestsApi;
import org.openapitools.client.api.SessionsApi;
import org.openapitools.client.model.NewAccount;
import org.openapitools.client.model.NewAccountBot;
import org.openapitools.client.model.SessionImport;

public class Main {
  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.setBasePath(System.getenv("KORE_EMULATOR_URL"));
    client.setBearerToken(System.getenv("KORE_EMULATOR_CONTROL_KEY"));
    NewAccount wanted = new NewAccount().addBotsItem(new NewAccountBot().botId("st-1"));
    String account = new AccountsApi(client).createAccount(wanted).getAccountId();
    String row = "{\"sessionId\":\"aaaaaaaaaaaaaaaaaaaaaaaa\",\"botId\":\"st-1\",\"userId\":\"u\","
        + "\"start_time\":\"2026-03-01T09:00:00.000Z\"}";
    SessionImport rows = SessionImport.fromJson("[" + row + "]");
    Integer written = new SessionsApi(client).importSessions(account, null, null, rows).getWritten();
    int asked = new RequestsApi(client).getRequests(account, null, null, null, null, null, null, null, null)
        .getRequests().size();
    if (written != 1 || asked != 0) throw new IllegalStateException(written + " " + asked);
    System.out.println("openapi-generator: an account, an import, the journal");
    System.exit(0);
  }
}
