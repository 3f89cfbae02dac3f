// Runs a filter in this process, with limits of the operating system while it runs.
#include "cli/remote/jq_filter.h"

#include <csignal>
#include <cstring>

#include <sys/resource.h>
#include <unistd.h>

extern "C" {
#include <jq.h>
}

namespace patchbay::app {
namespace {

void end_process(const char* sentence) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, sentence, std::strlen(sentence));
  ::_exit(kError);
}

void on_time_over(int /*signal*/) {
  end_process("patchbay: --jq takes more than 10 seconds; use a simpler filter\n");
}

void on_no_memory(void* /*data*/) {
  end_process("patchbay: --jq takes more than 2 GiB of memory; use a simpler filter\n");
}

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
  ~RealFilter() override { jq_teardown(&state_); }
  RealFilter(const RealFilter&) = delete;
  RealFilter& operator=(const RealFilter&) = delete;

  [[nodiscard]] bool compile(const std::string& expression) {
    return jq_compile(state_, expression.c_str()) != 0;
  }
  // The first line of what jq reported.
  [[nodiscard]] std::string words() const { return words_.substr(0, words_.find('\n')); }

  Answer<std::string> apply(const std::string& document) override {
    const Limits limits;
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

 private:
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
