// Random trees from a seed, for laws that hold for every tree.
#pragma once

#include <random>
#include <string>

#include "wire/tree.h"

namespace patchbay::wire {

// What a tree may contain: XML-RPC cannot carry everything that JSON can.
struct Ingredients {
  bool nulls = true;
  bool control_characters = true;
  bool long_whole_numbers = true;
};

class TreeMaker {
 public:
  TreeMaker(unsigned seed, Ingredients ingredients) : random_(seed), ingredients_(ingredients) {}

  // A tree at most `depth` containers deep.
  Tree tree(int depth);
  std::string text();

 private:
  int below(int bound) { return std::uniform_int_distribution<>(0, bound - 1)(random_); }
  std::string digits(int count_max);
  Number number();
  Object object(int depth);
  Array array(int depth);

  std::mt19937 random_;
  Ingredients ingredients_;
};

}  // namespace patchbay::wire
