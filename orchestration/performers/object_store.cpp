#include "orchestration/performers/object_store.hpp"

#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

using execution::Notice;

Notice perform(ObjectStore& store, const execution::ReadObject& read) {
  auto text = store.read(read.bucket, read.key);
  if (!text) return execution::StoreFailed{read.attempt, std::move(text.error())};
  return execution::ObjectRead{read.attempt, std::make_shared<const std::string>(std::move(*text))};
}

Notice perform(ObjectStore& store, const execution::ListObjects& list) {
  auto objects = store.list(list.bucket, list.prefix);
  if (!objects) return execution::StoreFailed{list.attempt, std::move(objects.error())};
  return execution::ObjectsListed{list.attempt, std::move(*objects)};
}

Notice perform(ObjectStore& store, const execution::WriteObjects& write) {
  auto written = store.write(write.bucket, write.objects);
  if (!written) return execution::StoreFailed{write.attempt, std::move(written.error())};
  return execution::ObjectsWritten{write.attempt};
}

}  // namespace

Notice perform(ObjectStore* store, const ObjectAccess& access) {
  return std::visit(
      [&](const auto& asked) -> Notice {
        if (!store) return execution::StoreFailed{asked.attempt, "There is no object store"};
        return perform(*store, asked);
      },
      access);
}

}  // namespace stepstorm::orchestration
