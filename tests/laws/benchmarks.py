#!/usr/bin/env python3
"""The parts of bench/ that decide something: what a table and a picture show, which rows are compared,
and when a cost has left its budget."""

import base64
import json
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree

from report import ROOT, Report

sys.path[:0] = [str(ROOT / "bench" / "side_by_side"), str(ROOT / "bench" / "cost")]

import budget  # noqa: E402
import key_value  # noqa: E402
import loading  # noqa: E402
import pictures  # noqa: E402
import server  # noqa: E402
import svg  # noqa: E402
import table  # noqa: E402
from figures import Figures  # noqa: E402
from kinds import KINDS  # noqa: E402
from peers import padding  # noqa: E402
from place import Unavailable  # noqa: E402


def differs(found, wanted):
    """For Report.check: empty if both are equal."""
    return [] if found == wanted else [f"expected {wanted!r}, got {found!r}"]


def figures():
    """Two rounds of two contestants, one of them also at a fixed rate."""
    out = Figures()
    for rate, p999 in ((100, 5000), (300, 9000)):
        out.begin_round()
        out.add("flolive", "update", 64, {"per_second": rate, "p50_us": 100, "p99_us": 200,
                                          "p999_us": 300, "max_us": 400, "reply_bytes": 229})
        out.add("etcd", "update", 64, {"per_second": 50})
        out.add("flolive", "update", 64, {
            "per_second": rate * 0.7, "share": 0.7, "rate": rate * 0.7, "unanswered": 1,
            "p50_us": 1000, "p99_us": 2000, "p999_us": p999, "max_us": 10_000})
    return out


def target(some, words):
    """The cells behind the first line with these words of the table of targets."""
    line = next(line for line in table.targets(some).splitlines() if words in line)
    return [cell.strip() for cell in line.split("|")[2:-1]]


def tables(report):
    """The closed loop and the open one are not mixed, and targets take their own."""
    some = figures()
    report.check("a rate of the open loop is none of the closed one",
                 differs(some.of("flolive"), [100, 300]))
    report.check("the open loop has its own", differs(some.of("flolive", share=0.7), [70.0, 210.0]))
    report.check("the open loop has a row of its own",
                 differs([key[3] for key in some.open_keys()], [0.7]))
    report.check("the closed loop has no row for it", differs(len(some.keys()), 2))
    report.check("a line that is no ratio is that of 70 %", differs(
        target(some, "70 % of its peak"), ["7.00 ms", "5.00 – 9.00 ms", "≤ 20 ms", "yes"]))
    report.check("what was not measured is not reached", differs(
        target(some, "÷ PocketBase"), ["not measured", "", "≥ 8", ""]))
    report.check("the worst round is shown", [] if "7.00 (9.00)" in table.open_loops(some) else
                 [table.open_loops(some)])
    about = {"etcd": {"version": "etcd 3", "sync": "fdatasync", "history": "no"}}
    report.check("a row says what it promises", [] if re.search(
        r"etcd +\|.*fdatasync \| +no \| +etcd 3 \|", table.everything(some, about)) else ["it does not"])
    report.check("nothing is shown as 0", differs(table.number(0), "0"))


def values(report):
    """Values of equal size, and base64 whose pieces fit together."""
    made = key_value.base64_template('{"a":"x{turn}","bc":"{turn}"}')
    turn = "123456789012345"
    text = base64.b64decode(made.replace("{turn64}", base64.b64encode(turn.encode()).decode()))
    report.check("a template in base64 is the template",
                 differs(json.loads(text), {"a": "x" + turn, "bc": turn}))
    report.check("a command of Redis", differs(key_value.command("SET", "a"),
                                               b"*2\r\n$3\r\nSET\r\n$1\r\na\r\n"))
    report.check("padding gives the size", differs(padding(1003, [10] * 50), (10, 13)))
    try:
        padding(10, [20])
        report.check("a page that is longer already", ["it was padded"])
    except Unavailable:
        report.check("a page that is longer already", [])
    bodies = loading.bulks(5, 2)
    report.check("a bulk has so many lines", differs([body.count(b"\n") for body in bodies], [2, 2, 1]))
    report.check("a loaded customer has fifteen fields", differs(len(loading.customer(1)), 15))
    loop = (ROOT / "bench/bare/load.cc").read_text()
    report.check("the loop inserts the same fields",
                 differs([name for name in loading.customer(1) if f'{{"{name}",' not in loop], []))
    summary = b'{"index":0,"outcome":"refused"}\n{"summary":{"changed":0,"refused":1}}\n'
    try:
        loading.done(200, summary)
        report.check("a refused line fails the load", ["it passed"])
    except RuntimeError:
        report.check("a refused line fails the load", [])


def drawn(report):
    """Pictures are XML, and both themes differ in colours only."""
    some = figures()
    lines = [("abc", "2026-01-01", {"native get": {"instructions": 100.0}}),
             ("def", "2026-01-02", {"native get": {"instructions": 150.0}})]
    for name, picture in (("throughput", pictures.throughput(some)), ("latency", pictures.latency(some)),
                          ("cost", budget.picture(lines))):
        light, dark = picture.svg("light"), picture.svg("dark")
        xml.etree.ElementTree.fromstring(light)
        plain = lambda text: re.sub(r"#[0-9a-f]{6}", "#", text)
        report.check(f"{name}: only colours differ", differs(plain(light) == plain(dark), True))
        report.check(f"{name}: they do differ", differs(light == dark, False))
    first = [("abc", "2026-01-01", {kind: {"instructions": 100.0} for kind in budget.SHOWN})]
    heights = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([-\d.]+)"[^>]*>[^<]*: 100<',
                                            budget.picture(first).svg("dark"))]
    report.check("equal ends are named one below the other, within the picture", differs(
        (len(set(heights)), all(0 < y < 340 for y in heights)), (len(budget.SHOWN), True)))
    report.check("names are escaped", differs("<b>" in svg.Picture("<b>", "&", 1, 1).svg("dark"), False))
    report.check("nothing is drawn of nothing",
                 differs((pictures.throughput(Figures()), pictures.latency(Figures())),
                         (None, None)))
    for low, high in ((0.3, 40), (1, 100), (0.001, 900), (5, 5)):
        scale = svg.ticks(low, high)
        report.check(f"a scale holds {low} to {high}",
                     differs((scale[0] <= low, scale[-1] >= high, len(scale) > 1), (True, True, True)))


ROW = {"instructions": 1000.0, "steps": 40.0, "pages": 3.0, "calls": 25.0}
BUDGETS = (
    ("equal", ROW, None),
    ("within 5 %", {**ROW, "instructions": 1049.0, "steps": 41.9}, None),
    ("more", {**ROW, "instructions": 1051.0}, r"instructions: 1 000 before, 1 051 now \(\+5\.1 %\)"),
    ("less", {**ROW, "instructions": 949.0}, r"instructions: 1 000 before, 949 now \(-5\.1 %\)"),
    ("a page more", {**ROW, "pages": 4.0}, "pages: 3 before, 4 now"),
    ("a call more", {**ROW, "calls": 26.0}, None),
    ("six calls more of 25", {**ROW, "calls": 31.0}, None),
    ("seven calls more", {**ROW, "calls": 32.0}, "calls: 25 before, 32 now"),
)


def budgets(report):
    """What is within the budget, and that its text is read as it was written."""
    for name, counts, wanted in BUDGETS:
        found = budget.differences({"a get": counts}, {"a get": ROW})
        good = not found if wanted is None else len(found) == 1 and re.search(wanted, found[0])
        report.check(f"budget: {name}", [] if good else [str(found)])
    report.check("a new kind needs a budget", differs(
        budget.differences({"a get": ROW}, {}), ["a get: has no budget"]))
    report.check("a kind that is gone leaves it", differs(
        len(budget.differences({}, {"a get": ROW})), 1))
    report.check("a budget is read as written", differs(
        budget.read(budget.table({"a get": ROW}, {})), {"a get": ROW}))
    less = {name: value for name, value in ROW.items() if name != "calls"}
    report.check("a budget says where it was counted", differs(
        budget.counted_on(budget.table({"a get": ROW}, {})), budget.processor()))
    report.check("kinds that vary have wider bands", differs(
        [[budget.differences({kind: {**ROW, "instructions": more}}, {kind: ROW}) != []
          for more in (1090.0, 1110.0, 1140.0, 1160.0)]
         for kind in ("native update", "native bulk line")],
        [[False, True, True, True], [False, False, False, True]]))
    report.check("what was not counted is kept", differs(
        budget.read(budget.table({"a get": less}, {"a get": ROW})), {"a get": ROW}))
    report.check("history is read as written", differs(
        budget.history(budget.history_line("abc", "2026-01-01", {"a get": less})),
        [("abc", "2026-01-01", {"a get": less})]))
    report.check("strace's table is read", differs(server.calls_of(
        "% time     seconds  usecs/call     calls    errors syscall\n"
        " 60.00    0.000006           1         6         1 futex\n"
        "100.00    0.000010           1        12         1 total\n"), 12))
    report.check("and one without errors", differs(server.calls_of(
        "100.00    0.000010           1        12           total\n"), 12))


def requests(report):
    """Each kind's request is filled in whole."""
    for kind in KINDS:
        method, target, headers, body = kind.parts(3, 500, "secret")
        text = target + json.dumps(headers) + (body or b"").decode()
        report.check(f"{kind.name} is whole", differs(re.findall(r"\{(?:id|uuid|turn|authorization)\}", text), []) +
                     differs(method in ("GET", "POST", "PUT", "PATCH"), True))
    bulk = next(kind for kind in KINDS if kind.repeat > 1).parts(1, 500, "")[3]
    report.check("the lines of a bulk are about different customers",
                 differs(len({json.loads(line)["id"] for line in bulk.splitlines()}), 20))


LOAD = ROOT / "build" / "test" / "load"  # ./dev bench --quick builds it, which runs before ./test in CI
STALL_S = 0.4


def answer(listener, at, stall_s):
    """Answers the requests of one connection. Before the reply with the number `at` it waits;
    without a time to wait it answers no more."""
    with listener, listener.accept()[0] as link:
        for number in range(10_000):
            received = b""
            while not received.endswith(b"\r\n\r\n"):
                if not (some := link.recv(4096)):
                    return
                received += some
            if number == at:
                if stall_s is None:
                    while link.recv(4096):
                        pass
                    return
                time.sleep(stall_s)
            link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood")


def loaded(rate, at, stall_s):
    """The figures of bench/load at a fixed rate for a second, on such a server."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server_thread = threading.Thread(target=answer, args=(listener, at, stall_s), daemon=True)
    server_thread.start()
    with tempfile.NamedTemporaryFile("w") as request:
        request.write("GET / HTTP/1.1\nHost: here\n\n")
        request.flush()
        out = subprocess.run([LOAD, request.name, "--port", str(port), "--connections", "1", "--rate",
                              str(rate), "--warmup", "0", "--seconds", "1", "--expects", "good"],
                             capture_output=True, text=True, check=True).stdout
    return json.loads(out)


def open_loop(report):
    """A stall counts for every request that fell due during it."""
    if not LOAD.exists():
        return
    figure = loaded(200, 20, STALL_S)
    # A fifth of all requests fell due in the first half of the stall.
    report.check("who waits behind a stall counts", differs(figure["p90_us"] >= STALL_S / 2 * 1e6, True))
    report.check("the longest wait is the stall", differs(figure["max_us"] >= STALL_S * 1e6, True))
    report.check("all that fell due are counted",
                 differs(figure["requests"] + figure["unanswered"], 200))
    report.check("the bytes of a reply are those of its body", differs(figure["reply_bytes"], 4))
    figure = loaded(100, 10, None)
    report.check("what has no reply is counted", differs(
        (figure["requests"], figure["unanswered"]), (10, 90)))
    report.check("with its wait", differs(figure["p50_us"] > 1e6, True))


def main():
    """Runs the checks."""
    report = Report()
    for part in (tables, values, drawn, budgets, requests, open_loop):
        part(report)
    report.end()


if __name__ == "__main__":
    main()
