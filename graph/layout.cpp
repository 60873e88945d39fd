#include "graph/layout.hpp"

#include <array>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <graphviz/gvc.h>
#include <graphviz/gvplugin.h>

extern "C" gvplugin_library_t gvplugin_dot_layout_LTX_library;

namespace stepstorm::graph {
namespace {

struct FreeContext {
  void operator()(GVC_t* context) const { gvFreeContext(context); }
};
struct CloseGraph {
  void operator()(Agraph_t* graph) const { agclose(graph); }
};
using Context = std::unique_ptr<GVC_t, FreeContext>;
using Graph = std::unique_ptr<Agraph_t, CloseGraph>;

/// Only the one layout: no search for plugins, and text is measured by Graphviz's own tables, the same on every
/// machine.
Context make_context() {
  static std::array<lt_symlist_t, 2> plugins = {
      lt_symlist_t{"gvplugin_dot_layout_LTX_library", &gvplugin_dot_layout_LTX_library},
      lt_symlist_t{nullptr, nullptr}};
  return Context{gvContextPlugins(plugins.data(), 0)};
}

tl::unexpected<std::string> last_error() {
  const std::unique_ptr<char, decltype(&std::free)> message{aglasterr(), &std::free};
  return tl::unexpected{std::string("Graphviz: ") + (message ? message.get() : "the layout failed")};
}

class Reader {
 public:
  explicit Reader(Agraph_t* graph) : graph_(graph), top_(GD_bb(graph).UR.y) {}

  Layout read() {
    layout_.width = GD_bb(graph_).UR.x - GD_bb(graph_).LL.x;
    layout_.height = GD_bb(graph_).UR.y - GD_bb(graph_).LL.y;
    layout_.nodes.resize(static_cast<std::size_t>(agnnodes(graph_)));
    layout_.edges.resize(static_cast<std::size_t>(agnedges(graph_)));
    for (Agnode_t* node = agfstnode(graph_); node; node = agnxtnode(graph_, node)) read_node(node);
    read_clusters(graph_);
    return std::move(layout_);
  }

 private:
  Point point(const pointf& at) const { return {at.x - GD_bb(graph_).LL.x, top_ - at.y}; }

  static std::size_t number_after(std::string_view prefix, const char* name) {
    return std::strtoul(name + prefix.size(), nullptr, 10);
  }

  void read_node(Agnode_t* node) {
    layout_.nodes.at(number_after("n", agnameof(node))) = {
        point(ND_coord(node)), ND_width(node) * 72, ND_height(node) * 72};
    for (Agedge_t* edge = agfstout(graph_, node); edge; edge = agnxtout(graph_, edge)) {
      static char id[] = "id";
      layout_.edges.at(number_after("e", agget(edge, id))) = route_of(edge);
    }
  }

  Route route_of(Agedge_t* edge) const {
    Route route;
    if (const splines* drawn = ED_spl(edge); drawn && drawn->size > 0) {
      const bezier& curve = drawn->list[0];
      for (int i = 0; i < curve.size; ++i) route.curve.push_back(point(curve.list[i]));
      if (curve.eflag) route.tip = point(curve.ep);
    }
    if (const textlabel_t* label = ED_label(edge); label && label->set) {
      route.label = Box{point(label->pos), label->dimen.x, label->dimen.y};
    }
    return route;
  }

  void read_clusters(Agraph_t* graph) {
    for (Agraph_t* inner = agfstsubg(graph); inner; inner = agnxtsubg(inner)) {
      const auto number = number_after("cluster", agnameof(inner));
      if (number >= layout_.clusters.size()) layout_.clusters.resize(number + 1);
      layout_.clusters[number] = box_of(GD_bb(inner));
      read_clusters(inner);
    }
  }

  Box box_of(const boxf& bounds) const {
    const Point low = point(bounds.LL);
    const Point high = point(bounds.UR);
    return {{(low.x + high.x) / 2, (low.y + high.y) / 2}, high.x - low.x, low.y - high.y};
  }

  Agraph_t* graph_;
  double top_;
  Layout layout_;
};

}  // namespace

tl::expected<Layout, std::string> lay_out(const std::string& dot) {
  agseterr(AGMAX);  // to be asked for, not printed
  const Context context = make_context();
  const Graph graph{agmemread(dot.c_str())};
  if (!graph || gvLayout(context.get(), graph.get(), "dot") != 0) return last_error();
  Layout layout = Reader{graph.get()}.read();
  gvFreeLayout(context.get(), graph.get());
  return layout;
}

}  // namespace stepstorm::graph
