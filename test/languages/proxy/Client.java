import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class Client {
  public static void main(String[] arguments) throws Exception {
    var uri = URI.create("https://bots.kore.ai/api/public/bot/" + System.getenv("KORE_BOT_ID") + "/getSessions");
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("auth", "no-token");
    if (connection.getResponseCode() != 401) throw new IllegalStateException();
    var request = HttpRequest.newBuilder(uri).header("auth", "no-token")
        .POST(HttpRequest.BodyPublishers.ofString("{}")).build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(response.statusCode() + " " + response.headers().firstValue("x-emulator-reason").get());
    try {
      URI.create("https://example.com").toURL().openConnection().getInputStream();
      System.out.println("example.com was reached");
    } catch (IOException refused) {
      System.out.println("example.com was refused");
    }
  }
}
