// Runs a filter in this process, with limits of the operating system while it runs.
#include "cli/remote/jq_filter.h"

#include <csignal>
#include <cstdint>
#include <vector>

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

extern "C" {
#include <jq.h>
}

namespace patchbay::app {
namespace {

// What the command still has to say.
std::string_view if_ended_now;  // NOLINT(*-avoid-non-const-global-variables): for signal handlers

void write_error(std::string_view text) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

void end_process(const char* sentence) {
  write_error(sentence);
  if (!if_ended_now.empty()) write_error("patchbay: the command did its work all the same:\n");
  write_error(if_ended_now);
  ::_exit(kError);
}

void on_time_over(int /*signal*/) {
  end_process("patchbay: --jq takes more than 10 seconds; use a simpler filter\n");
}

void on_no_memory(void* /*data*/) {
  end_process("patchbay: --jq takes more than 2 GiB of memory; use a simpler filter\n");
}

// The lowest address of the stack of the thread that runs a filter.
std::uintptr_t stack_end = 0;  // NOLINT(*-avoid-non-const-global-variables): for signal handlers

// jq calls itself for each level of a value, and values may be nested as deep as memory allows.
void on_fault(int signal, siginfo_t* info, void* /*context*/) {
  constexpr std::uintptr_t kNear = std::uintptr_t{1} << 20;
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (address > stack_end - kNear && address < stack_end + kNear)
    end_process("patchbay: --jq makes a value that is nested too deeply; use a simpler filter\n");
  std::signal(signal, SIG_DFL);  // another fault: it comes again, and ends the process
}

std::uintptr_t find_stack_end() {
  pthread_attr_t attributes;
  if (::pthread_getattr_np(::pthread_self(), &attributes) != 0) return 0;
  void* lowest = nullptr;
  std::size_t size = 0;
  ::pthread_attr_getstack(&attributes, &lowest, &size);
  ::pthread_attr_destroy(&attributes);
  return reinterpret_cast<std::uintptr_t>(lowest);
}

// A stack on which the handler runs when the other one is full.
class StackGuard {
 public:
  StackGuard() : room_(kRoom) {
    stack_end = find_stack_end();
    const stack_t here{.ss_sp = room_.data(), .ss_flags = 0, .ss_size = room_.size()};
    ::sigaltstack(&here, &former_stack_);
    struct sigaction action{};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigaction(SIGSEGV, &action, &former_action_);
  }
  ~StackGuard() {
    ::sigaction(SIGSEGV, &former_action_, nullptr);
    ::sigaltstack(&former_stack_, nullptr);
  }
  StackGuard(const StackGuard&) = delete;
  StackGuard& operator=(const StackGuard&) = delete;

 private:
  static constexpr std::size_t kRoom = std::size_t{64} << 10;
  std::vector<char> room_;
  stack_t former_stack_{};
  struct sigaction former_action_{};
};

// Limits the time and the memory of this process as long as it lives.
class Limits {
 public:
  Limits() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
    time_ = set(RLIMIT_CPU, seconds + kFilterSeconds);
    memory_ = set(RLIMIT_DATA, kFilterMemoryMax);
    former_ = std::signal(SIGXCPU, on_time_over);
  }
  ~Limits() {
    ::setrlimit(RLIMIT_CPU, &time_);
    ::setrlimit(RLIMIT_DATA, &memory_);
    std::signal(SIGXCPU, former_);
  }
  Limits(const Limits&) = delete;
  Limits& operator=(const Limits&) = delete;

 private:
  // Returns the former limit.
  static rlimit set(decltype(RLIMIT_CPU) resource, rlim_t soft) {
    rlimit former{};
    ::getrlimit(resource, &former);
    rlimit now = former;
    now.rlim_cur = std::min(soft, former.rlim_max);
    ::setrlimit(resource, &now);
    return former;
  }

  rlimit time_{};
  rlimit memory_{};
  void (*former_)(int) = SIG_DFL;
};

void keep_words(void* to, jv message) {
  jv text = jq_format_error(message);
  static_cast<std::string*>(to)->append(jv_string_value(text)).append("\n");
  jv_free(text);
}

// The filter sees one document and nothing else; these functions must be there, or jq crashes.
jv no_input(jq_state* /*state*/, void* /*data*/) { return jv_invalid(); }
void ignore_message(void* /*data*/, jv message) { jv_free(message); }

class RealFilter final : public JqFilter {
 public:
  explicit RealFilter(jq_state* state) : state_(state) {
    jq_set_error_cb(state_, keep_words, &words_);
    jq_set_nomem_handler(state_, on_no_memory, nullptr);
    jq_set_input_cb(state_, no_input, nullptr);
    jq_set_debug_cb(state_, ignore_message, nullptr);
    // No modules.
    jq_set_attr(state_, jv_string("JQ_LIBRARY_PATH"), jv_array());
    jq_set_attr(state_, jv_string("JQ_ORIGIN"), jv_string(""));
  }
  ~RealFilter() override {
    const StackGuard guard;  // results that were left are freed now
    jq_teardown(&state_);
  }
  RealFilter(const RealFilter&) = delete;
  RealFilter& operator=(const RealFilter&) = delete;

  [[nodiscard]] bool compile(const std::string& expression) {
    return jq_compile(state_, expression.c_str()) != 0;
  }
  // The first line of what jq reported.
  [[nodiscard]] std::string words() const { return words_.substr(0, words_.find('\n')); }

  Answer<std::string> apply(const std::string& document, std::string_view if_ended) override {
    const Limits limits;
    const StackGuard guard;
    if_ended_now = if_ended;
    auto out = results_of(document);
    if_ended_now = {};
    return out;
  }

 private:
  Answer<std::string> results_of(const std::string& document) {
    jv input = jv_parse_sized(document.data(), static_cast<int>(document.size()));
    if (!jv_is_valid(input)) {
      jv_free(input);
      return fail("--jq cannot read what the server answered");
    }
    jq_start(state_, input, 0);
    std::string out;
    for (;;) {
      const jv result = jq_next(state_);
      if (!jv_is_valid(result)) return end_of(result, std::move(out));
      append(out, result);
      if (out.size() > kFilteredBytesMax) return fail("--jq gives more than 64 MiB");
    }
  }

  static void append(std::string& out, jv value) {
    jv text = jv_get_kind(value) == JV_KIND_STRING ? value : jv_dump_string(value, 0);
    out.append(jv_string_value(text),
               static_cast<std::size_t>(jv_string_length_bytes(jv_copy(text))));
    out += '\n';
    jv_free(text);
  }

  // The end of the results, or an error at run time.
  Answer<std::string> end_of(jv last, std::string out) {
    if (jq_halted(state_) != 0) {
      jv_free(last);
      return fail("--jq: halt and halt_error are not for filters here");
    }
    if (!jv_invalid_has_msg(jv_copy(last))) {
      jv_free(last);
      return out;
    }
    jv message = jq_format_error(jv_invalid_get_msg(last));
    std::string what = jv_string_value(message);
    jv_free(message);
    return fail("--jq: " + what);
  }

  jq_state* state_;
  std::string words_;
};

}  // namespace

Answer<std::unique_ptr<JqFilter>> JqFilter::compile(const std::string& expression) {
  jq_state* const state = jq_init();
  if (!state) return fail("--jq cannot be used: no memory");
  auto filter = std::make_unique<RealFilter>(state);
  if (!filter->compile(expression)) return fail("--jq: " + filter->words());
  return filter;
}

}  // namespace patchbay::app
