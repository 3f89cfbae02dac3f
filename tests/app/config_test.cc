// Configuration: what wins over what, and what is said of mistakes.
#include "app/config/config.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace patchbay::app {
namespace {

class File {
 public:
  explicit File(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("patchbay-config-" + std::to_string(::getpid()) + ".toml")) {
    std::ofstream(path_) << text;
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

TEST(Config, FlagsGoOverVariablesOverTheFileOverStandards) {
  const File file("[server]\nlisten = \"a:1\"\nthreads = 3\n[log]\nrequests = false\n");
  const auto standard = load_config({});
  ASSERT_TRUE(standard);
  EXPECT_EQ(standard->listen, "127.0.0.1:8080");
  EXPECT_TRUE(standard->log_requests);
  const auto from_file = load_config({file.path(), {}, {}});
  ASSERT_TRUE(from_file);
  EXPECT_EQ(from_file->listen, "a:1");
  EXPECT_EQ(from_file->threads, 3);
  EXPECT_FALSE(from_file->log_requests);
  const auto all =
      load_config({file.path(),
                   {{"PATCHBAY_SERVER_LISTEN", "b:2"}, {"PATCHBAY_SERVER_THREADS", "4"}},
                   {{"server.listen", "c:3"}}});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->listen, "c:3");
  EXPECT_EQ(all->threads, 4);
}

TEST(Config, SaysWhatIsWrongAndWhatIsNear) {
  struct Case {
    const char* text;
    const char* want;
  };
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"[server]\nlisen = \"a:1\"\n",
            "unknown setting server.lisen in FILE; did you mean server.listen?"},
           {"[sever]\nlisten = \"a:1\"\n",
            "unknown setting sever.listen in FILE; did you mean server.listen?"},
           {"[server]\nthreads = 0\n",
            "server.threads in FILE must be a whole number from 1 to 64"},
           {"[server]\nthreads = \"2\"\n",
            "server.threads in FILE must be a whole number from 1 to 64"},
           {"[log]\nlevel = \"loud\"\n",
            "log.level in FILE must be one of debug, info, warning, error"},
           {"[log]\nrequests = 1\n", "log.requests in FILE must be true or false"},
           {"[server]\ntls_key = \"k\"\n",
            "set both server.tls_certificate and server.tls_key, or neither"},
       }) {
    const File file(text);
    const auto config = load_config({file.path(), {}, {}});
    ASSERT_FALSE(config) << text;
    std::string got = config.error().front();
    if (const auto at = got.find(file.path()); at != std::string::npos)
      got.replace(at, file.path().size(), "FILE");
    EXPECT_EQ(got, want);
  }
  const auto variable = load_config({"", {{"PATCHBAY_SERVER_LISEN", "x"}, {"HOME", "/"}}, {}});
  ASSERT_FALSE(variable);
  EXPECT_EQ(variable.error().front(),
            "unknown setting PATCHBAY_SERVER_LISEN in the environment; did you mean "
            "PATCHBAY_SERVER_LISTEN?");
  EXPECT_FALSE(load_config({"/nowhere/at/all.toml", {}, {}}));
}

TEST(Config, TheExampleFileIsGoodWithEveryLineUncommented) {
  std::string text;
  std::string line;
  std::istringstream in(example_file());
  while (std::getline(in, line)) {
    const auto equals = line.find(" = ");
    const bool setting =
        line.starts_with("# ") && equals != std::string::npos && line.find(' ', 2) == equals;
    text += (setting ? line.substr(2) : line) + '\n';
  }
  const File file(text);
  const auto config = load_config({file.path(), {}, {}});
  ASSERT_TRUE(config) << config.error().front();
  EXPECT_EQ(config->data, "./data");
}

TEST(Config, ReadsListsOfBlocks) {
  EXPECT_EQ(parse_address_blocks("127.0.0.0/8, ::1/128"),
            (std::vector<std::string>{"127.0.0.0/8", "::1/128"}));
  EXPECT_EQ(parse_address_blocks(" "), std::vector<std::string>{});
  EXPECT_EQ(parse_address_blocks("192.0.2.1,everyone").error(), "\"everyone\"");
  EXPECT_EQ(parse_address_blocks("192.0.2.1,").error(), "\"\"");
  const auto wrong = load_config({{}, {}, {{"metrics.sources", "localhost"}}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error(),
            std::vector<std::string>{"metrics.sources must be addresses or blocks with commas "
                                     "between, which \"localhost\" is not"});
}

}  // namespace
}  // namespace patchbay::app
