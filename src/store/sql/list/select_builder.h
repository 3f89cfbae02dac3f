// The part of a SELECT of customers after FROM, as it grows.
#pragma once

#include <string>
#include <vector>

#include "record/search/query.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {

// The customers whose children or subtree a list is of.
struct Scope {
  CustomerId below;
  std::string path;  // of `below`; "/" where that is above every root
  bool recursive = false;
  bool itself = false;

  [[nodiscard]] bool holds(CustomerId id, CustomerId parent, std::string_view path_of_id) const {
    if (id == below) return itself;
    return recursive ? path_of_id.starts_with(path) : parent == below;
  }
};

class SelectBuilder {
 public:
  // Whether all rows are wanted, in any order, or the first ones in the order of the list.
  enum class Purpose : std::uint8_t { all, list };
  // `scope` outlives this.
  SelectBuilder(Connection& connection, const Scope& scope, Purpose purpose);

  void filter_life(Life life);
  void filter_enterprise(CustomerId id) { add(" AND enterprise = ", id.value); }
  // The order of `query`, from its place on where it has one. `query` outlives this.
  void begin(const CustomerQuery& query);
  void sort(const CustomerQuery& query);
  void limit(std::size_t rows) { add(" LIMIT ", static_cast<std::int64_t>(rows)); }
  void offset(std::size_t rows) { add(" OFFSET ", static_cast<std::int64_t>(rows)); }
  [[nodiscard]] Rows rows(std::string_view columns,
                          Rows::Count count = Rows::Count::bounded) const {
    return {connection_, "SELECT " + std::string(columns) + " FROM customers WHERE " + sql_,
            arguments_, count};
  }

 private:
  void select_children(const Scope& scope);
  void select_subtree(const Scope& scope, Purpose purpose);
  [[nodiscard]] bool is_small(const Scope& scope) const;
  void add(std::string_view sql, Argument one) {
    arguments_.push_back(one);
    sql_.append(sql) += "$" + std::to_string(arguments_.size());
  }

  Connection& connection_;
  const std::string end_;  // of the subtree
  std::string sql_;
  std::vector<Argument> arguments_;
};

}  // namespace patchbay::store::sql
