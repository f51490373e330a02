# page.py - opens a page in a headless Chromium, and tells what a reader has of it
#
#	page.py PAGE [PICTURE]
#
# PICTURE is what it looks like, as PNG. Prints a JSON object: whether the picture's nodes are seen where they are drawn, the names
# in a column after each click on its heading, what the page asked of the network, what was
# logged, and whether anything in it, or put into it, was run. Chromium is told what to do by
# its pipe (--remote-debugging-pipe: JSON on descriptors 3 and 4, a NUL after each).
# SPDX-License-Identifier: LGPL-2.1-or-later
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SEEN = """[...document.querySelectorAll('svg rect')].map((node) => {
    node.scrollIntoView({block: 'center'});
    const box = node.getBoundingClientRect();
    const hit = document.elementFromPoint(box.right - 5, box.bottom - 5);
    return box.width > 50 && hit === node;
})"""
SORTED = """[0, 1].map(() => {
    const table = document.getElementById('ports');
    const head = [...table.tHead.rows[0].cells].find((cell) => cell.textContent === 'NAME');
    head.querySelector('button').click();
    return [...table.tBodies[0].rows].map((row) => row.cells[head.cellIndex].textContent);
})"""
PUT_INTO = """document.body.insertAdjacentHTML('beforeend',
    '<img src="http://192.0.2.1/x" onerror="window.harmed = 1"><p onclick="window.harmed = 2">');
document.querySelector('body > p[onclick]').click();
document.body.append(Object.assign(document.createElement('script'),
    {textContent: 'window.harmed = 3'}))"""
HARMED = "[typeof window.harmed, document.querySelectorAll('td script, text script, td img').length]"
STYLED = "getComputedStyle(document.querySelector('td')).borderTopWidth"


class Browser:
    def __init__(self, folder):
        there, self.send_fd = os.pipe()
        self.receive_fd, here = os.pipe()
        # The shell puts the ends on 3 and 4, whatever they are here.
        command = f"exec chromium \"$@\" 3<&{there} 4>&{here}"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                   "--disable-dev-shm-usage", "--window-size=1200,900",
                   f"--user-data-dir={folder}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(
            ["bash", "-c", command, "chromium", *options], pass_fds=(there, here),
            stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        os.close(there)
        os.close(here)
        self.number, self.rest, self.events, self.session = 0, b"", [], {}

    def receive(self):
        while b"\0" not in self.rest:
            more = os.read(self.receive_fd, 65536)
            if not more:
                sys.exit("chromium has ended")
            self.rest += more
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def ask(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params, **self.session}
        os.write(self.send_fd, json.dumps(message).encode() + b"\0")
        while (answer := self.receive()).get("id") != self.number:
            self.events.append(answer)
        if "error" in answer:
            sys.exit(f"{method}: {answer['error']}")
        return answer["result"]

    def wait(self, event):
        while not any(known.get("method") == event for known in self.events):
            self.events.append(self.receive())

    def run(self, script):
        result = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(f"{result['exceptionDetails']}")
        return result["result"].get("value")

    def told(self, method):
        return [event["params"] for event in self.events if event.get("method") == method]


with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
    os.environ["HOME"] = folder
    browser = Browser(folder)
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)
    browser.session = {"sessionId": session["sessionId"]}
    for domain in ("Page", "Network", "Runtime", "Log"):
        browser.ask(f"{domain}.enable")
    address = pathlib.Path(sys.argv[1]).resolve().as_uri()
    browser.ask("Page.navigate", url=address)
    browser.wait("Page.loadEventFired")
    found = {"seen": browser.run(SEEN), "sorted": browser.run(SORTED),
             "styled": browser.run(STYLED), "harmed": browser.run(HARMED)}
    requests = [told["request"]["url"] for told in browser.told("Network.requestWillBeSent")]
    found["requests"] = [url for url in requests if url != address]
    found["logged"] = [told["entry"]["text"] for told in browser.told("Log.entryAdded")]
    if len(sys.argv) > 2:
        picture = browser.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        pathlib.Path(sys.argv[2]).write_bytes(base64.b64decode(picture))
    browser.run(PUT_INTO)
    found["harmed_later"] = browser.run("typeof window.harmed")
    browser.process.kill()
    browser.process.wait()
print(json.dumps(found))
