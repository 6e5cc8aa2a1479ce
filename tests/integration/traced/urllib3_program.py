import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = f"you asked for {self.path}".encode()
        self.send_response(302 if self.path.startswith("/away") else 200)
        self.send_header("location", "/there")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
pool = urllib3.PoolManager(retries=2)
for path in ("/a", "/away", "/b?x=1"):
    print(pool.request("GET", base + path, fields={"q": "ü"}).data)
try:
    urllib3.PoolManager(retries=1).request("GET", "http://127.0.0.1:9/", timeout=5)
except urllib3.exceptions.MaxRetryError as error:
    print(type(error.reason).__name__)
reply = pool.request("GET", base + "/in/pieces", preload_content=False)
print(list(reply.stream(4)), reply.headers["content-length"])
server.shutdown()
