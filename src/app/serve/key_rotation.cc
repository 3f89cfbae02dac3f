// First every key is known, then the store names the one that seals, then it seals.
#include "app/serve/key_rotation.h"

#include <exception>

#include "app/key_file.h"

namespace patchbay::app {

void KeyRotation::reload() {
  if (sources_.file.empty()) return;
  const auto read = sealing_keys(sources_.file, /*may_make=*/false, sources_.random);
  if (!read) return refuse(read.error());
  if (!sources_.keys.know(*read))
    return refuse("the file does not begin with the keys that this server has");
  try {
    if (sources_.is_alone && !seal_with_newest(sources_.store, sources_.keys, sources_.clock.now()))
      return refuse("the store takes no changes");
    take();
  } catch (const std::exception& error) {  // from the store
    return refuse(error.what());
  }
  const auto ring = sources_.keys.ring();
  sources_.log.write(LogEvent::keys_read,
                     {{"keys", static_cast<std::int64_t>(ring->keys.size())},
                      {"seals", static_cast<std::int64_t>(ring->sealing + 1)}});
}

bool KeyRotation::tick() {
  if (sources_.file.empty() || sources_.is_alone) return true;
  try {
    take();
    return true;
  } catch (const std::exception&) {  // from the store, which says so itself
    return false;
  }
}

void KeyRotation::take() {
  const auto seals = sources_.store.read()->mark(kSealsMark);
  if (!seals) return;
  const auto ring = sources_.keys.ring();
  if (ring->keys[ring->sealing].id == *seals) return;
  if (!sources_.keys.seal_with(*seals))
    refuse("other servers seal with a key that this one does not have: bring the key file here");
}

void KeyRotation::refuse(const std::string& why) const {
  sources_.log.write(LogEvent::keys_refused, {{"file", sources_.file.string()}, {"why", why}});
}

}  // namespace patchbay::app
