// The contract suite, which every store must pass. A new store is one more row in contract.cc.
#pragma once

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/store.h"
#include "store/support.h"

namespace patchbay::store {

struct Kept {
  std::string name;
  std::unique_ptr<Store> (*open)(const std::filesystem::path& folder);
};

void PrintTo(const Kept& kept, std::ostream* out);
[[nodiscard]] std::vector<Kept> every_store();

class Contract : public testing::TestWithParam<Kept> {
 protected:
  // Creates the tree of the demo, without other values: 1 System Owner, 2 Acme Connect, below it
  // 101, 102, 103 and 123 with 124 below; 900 Other Reseller with 901 below.
  void plant();
  ~Contract() override;

  [[nodiscard]] Committed write(const Job& job) { return write_and_wait(*store_, job); }

  TempFolder folder_;
  std::unique_ptr<Store> store_ = GetParam().open(folder_.path());
};

// Declares a suite that runs for every store. There are several suites, so that a failure names its
// subject.
#define PATCHBAY_CONTRACT(suite)                                         \
  class suite : public Contract {};                                      \
  INSTANTIATE_TEST_SUITE_P(All, suite, testing::ValuesIn(every_store()), \
                           [](const auto& instance) { return instance.param.name; })

}  // namespace patchbay::store
