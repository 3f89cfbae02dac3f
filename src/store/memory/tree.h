// A sorted map with cheap copies: a treap of immutable nodes. Copies share nodes, and a change to
// one copy does not affect the others.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

namespace patchbay::store::memory {

template <class Key, class Value>
class Tree {
 public:
  // Valid while this map or a copy of it holds the key unchanged.
  [[nodiscard]] const Value* find(const Key& key) const {
    const Node* at = root_.get();
    while (at && at->key != key) at = key < at->key ? at->left.get() : at->right.get();
    return at ? &at->value : nullptr;
  }

  void put(const Key& key, Value value) { root_ = put(root_, key, std::move(value), next_rank()); }
  void erase(const Key& key) {
    if (find(key)) root_ = erase(root_, key);
  }

  // Calls visit(key, value) in the order of keys until it returns false.
  template <class Visit>
  void walk(Visit&& visit) const {
    walk(root_.get(), visit);
  }
  // The same, for keys greater than `key`.
  template <class Visit>
  void walk_after(const Key& key, Visit&& visit) const {
    walk_after(root_.get(), key, visit);
  }

 private:
  struct Node;
  using Link = std::shared_ptr<const Node>;
  struct Node {
    Key key;
    Value value;
    std::uint64_t rank;  // not less than the rank of any child
    Link left;
    Link right;
  };

  static Link node(const Link& of, Link left, Link right) {
    return std::make_shared<const Node>(of->key, of->value, of->rank, std::move(left),
                                        std::move(right));
  }

  static Link put(const Link& at, const Key& key, Value value, std::uint64_t rank) {
    if (!at) return std::make_shared<const Node>(key, std::move(value), rank, nullptr, nullptr);
    if (at->key == key)
      return std::make_shared<const Node>(key, std::move(value), at->rank, at->left, at->right);
    if (key < at->key) {
      const Link left = put(at->left, key, std::move(value), rank);
      if (left->rank <= at->rank) return node(at, left, at->right);
      return node(left, left->left, node(at, left->right, at->right));
    }
    const Link right = put(at->right, key, std::move(value), rank);
    if (right->rank <= at->rank) return node(at, at->left, right);
    return node(right, node(at, at->left, right->left), right->right);
  }

  static Link erase(const Link& at, const Key& key) {
    if (at->key == key) return merge(at->left, at->right);
    if (key < at->key) return node(at, erase(at->left, key), at->right);
    return node(at, at->left, erase(at->right, key));
  }

  static Link merge(const Link& left, const Link& right) {
    if (!left) return right;
    if (!right) return left;
    if (left->rank > right->rank) return node(left, left->left, merge(left->right, right));
    return node(right, merge(left, right->left), right->right);
  }

  template <class Visit>
  static bool walk(const Node* at, Visit& visit) {
    return !at || (walk(at->left.get(), visit) && visit(at->key, at->value) &&
                   walk(at->right.get(), visit));
  }

  template <class Visit>
  static bool walk_after(const Node* at, const Key& key, Visit& visit) {
    if (!at) return true;
    if (!(key < at->key)) return walk_after(at->right.get(), key, visit);
    return walk_after(at->left.get(), key, visit) && visit(at->key, at->value) &&
           walk(at->right.get(), visit);
  }

  // SplitMix64: well distributed, and the same in every run.
  std::uint64_t next_rank() {
    std::uint64_t z = seed_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  Link root_;
  std::uint64_t seed_ = 0;
};

}  // namespace patchbay::store::memory
