import { curl, type Sample } from './shell.ts';

const json = JSON.stringify;

function node({ url, method, token, body }: Sample): string {
  return `const response = await fetch(${json(url)}, {
  method: ${json(method)},
  headers: { 'content-type': 'application/json'${token === undefined ? '' : `, auth: ${json(token)}`} },${
    body === undefined ? '' : `\n  body: ${json(body)},`
  }
});
console.log(response.status, response.headers.get('x-emulator-reason'));
console.log(await response.json());
`;
}

// A JSON string is a Python string too, as long as it has no lone surrogates.
function python({ url, method, token, body }: Sample): string {
  return `import urllib.error
import urllib.request

request = urllib.request.Request(
    ${json(url)},
    method=${json(method)},
    headers={"Content-Type": "application/json"${token === undefined ? '' : `, "auth": ${json(token)}`}},${
      body === undefined ? '' : `\n    data=${json(body)}.encode(),`
    }
)
try:
    response = urllib.request.urlopen(request)
except urllib.error.HTTPError as error:
    response = error
print(response.status, response.headers.get("x-emulator-reason"))
print(response.read().decode())
`;
}

function java({ url, method, token, body }: Sample): string {
  const publisher = body === undefined ? 'BodyPublishers.noBody()' : `BodyPublishers.ofString(${json(body)})`;
  return `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

class Ask {
  public static void main(String[] args) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(${json(url)}))
        .header("Content-Type", "application/json")${token === undefined ? '' : `\n        .header("auth", ${json(token)})`}
        .method(${json(method)}, ${publisher})
        .build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    System.out.println(response.statusCode() + " " + response.headers().firstValue("x-emulator-reason").orElse(""));
    System.out.println(response.body());
  }
}
`;
}

/** The same request in each language. */
export const languages = { curl, 'Node.js': node, Python: python, Java: java } as const;

export type Language = keyof typeof languages;
