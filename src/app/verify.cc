// Verifying, for the operator to watch.
#include "app/verify.h"

#include <cstdio>

#include <unistd.h>

#include "app/anchors.h"
#include "app/complain.h"
#include "app/key_file.h"
#include "app/trust.h"
#include "base/wording.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

void show(const store::Verified& verified) {
  std::fprintf(stderr, "\r%s, %s", counted(verified.customers, "customer").c_str(),
               counted(verified.entries, "entry of history", "entries of history").c_str());
}

void tell(const store::Verified& verified, bool is_keyed) {
  std::printf("%s: whole\n", contents_of(verified).c_str());
  if (verified.anchors > 0)
    std::printf("%s\n", counted(verified.anchors, "anchor holds", "anchors hold").c_str());
  if (verified.unsealed > 0)
    std::printf(
        "%s\n",
        counted(verified.unsealed, "entry has no seal yet, because it is newer than the last one",
                "entries have no seal yet, because they are newer than the last one")
            .c_str());
  if (!is_keyed)
    std::puts("The sealing key is not known: hashes and seals were not checked (see --key-file).");
}

int tell_of_faults(const store::Verified& verified, const std::string& place) {
  const auto say = [&](const std::string& what) {
    std::fprintf(stderr, "patchbay: the store in %s is not whole: %s\n", place.c_str(),
                 what.c_str());
  };
  for (const std::string& each : verified.damaged) say(each);
  if (verified.damaged_more > 0)
    say(std::to_string(verified.damaged_more) + " more cannot be read");
  if (verified.difference) say(*verified.difference);
  return 1;
}

}  // namespace

std::string contents_of(const store::Verified& verified) {
  return counted(verified.customers, "customer") + ", " +
         counted(verified.things, "principal or reference", "principals and references") + ", " +
         counted(verified.entries, "entry of history", "entries of history");
}

int verify(const Verifying& verifying) {
  const std::string& place = verifying.place;
  if (const auto there = store::must_be_a_store(place); !there) return complain(there.error(), 2);
  // First: what follows reads by it.
  const auto schema = store::schema_difference(place);
  if (!schema) return complain(schema.error(), 2);
  if (const std::optional<std::string>& wrong = *schema) {
    std::fprintf(stderr, "patchbay: the store in %s is not whole: %s\n",
                 store::shown_place(place).c_str(), wrong->c_str());
    return 1;
  }
  const auto integrity =
      integrity_of(verifying.place, key_file_of(verifying.place, verifying.key_file));
  if (!integrity) return complain(integrity.error(), 2);
  store::HeldAgainst against{.integrity = *integrity};
  for (const std::string& each : verifying.anchors) {
    if (!integrity->known())
      return complain("to check anchors the sealing key is needed: name its file with --key-file",
                      2);
    const auto random = system_random();
    const auto key = sealing_key(key_file_of(verifying.place, verifying.key_file),
                                 /*may_make=*/false, *random);
    if (!key) return complain(key.error(), 2);
    const auto seals = seals_in(each, *key);
    if (!seals) return complain(seals.error(), 2);
    against.anchors.insert(against.anchors.end(), seals->begin(), seals->end());
  }
  store::Verified verified;
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  const auto done = read_place(verifying.place, *integrity, [&](store::Reader& reader) {
    verified = store::verify(reader, watched ? show : [](const store::Verified&) {}, against);
  });
  if (watched) std::fputs("\r\033[K", stderr);
  if (!done) return complain(done.error(), 2);
  if (!verified.is_whole()) return tell_of_faults(verified, store::shown_place(verifying.place));
  tell(verified, integrity->known());
  return 0;
}

int adopt(const Verifying& adopting) {
  const auto random = system_random();
  const auto clock = system_clock();
  std::string key;
  const auto done = store::adopt(
      adopting.place, trust_by(key_file_of(adopting.place, adopting.key_file), *random, key),
      clock->now());
  if (!done) {
    std::fprintf(stderr, "patchbay: %s\n", done.error().c_str());
    return 1;
  }
  std::printf("the store in %s has its hashes and seals; tokens were removed\n",
              store::shown_place(adopting.place).c_str());
  return 0;
}

}  // namespace patchbay::app
