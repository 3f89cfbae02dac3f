"""The parts of the work that samples are counted to, and the paths to import the other benchmarks by."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "side_by_side"))

# Titles, and patterns of function names. A sample belongs to the first part that any of its frames
# matches, so a part that is called by another one stands before it.
PARTS = (
    ("checkpoint", r"sqlite3Checkpoint|sqlite3_wal_checkpoint"),
    ("sync of the log", r"fdatasync|do_fsync"),
    ("pages into the log", r"sqlite3BtreeCommitPhase|sqlite3PagerCommitPhase"),
    ("words of search", r"FullTextIndex|fts5|PendingTerms"),
    ("rows of record, entry and request", r"sql::.*write_changes|save_requests|save_if_current|SqlTransaction::save"),
    ("line of the log", r"RequestLog::|app::Log::write|TrafficFile|RecentTraffic"),
    ("hashes and commitments", r"chain_hash|commitments|blake2b|entry_hash"),
    ("encoding what is stored", r"ReadTransaction>::prepare|prepare_save|encode_values|patchbay::encode"),
    ("finding and decoding the customer", r"find_subject|find_customer|record_in|decode_values|list_customers"),
    ("rules, differences, plan", r"plan_change|apply_edits|ChangeExecutor::prepare"),
    ("signing in, rights", r"sign_in|Authenticat|check_password|find_token|Gate::"),
    ("reading the request", r"doors::\w+::(\(anonymous namespace\)::)?(decode|read_)|Router::read_all|Router::find|HttpParser|basic_parser"),
    ("writing the reply", r"Router::encode|append_customer|doors::\w+::(\(anonymous namespace\)::)?(encode|write_)|write_value|JsonWriter"),
    ("bytes of the socket", r"__libc_send|__libc_recv|sendmsg|recvmsg|accept4"),
    ("a snapshot begun and ended", r"ConnectionPool::|begin_reading|sqlite3BtreeBeginTrans"),
    ("event loop, and threads that wake each other", r"epoll|futex|eventfd|pthread_cond|scheduler::run"),
)
REST = "everything else"
