package io.repconv.converter.drawing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where everything of a diagram lies, from top to bottom in layers (Sugiyama, Tagawa, Toda: Methods
 * for Visual Understanding of Hierarchical System Structures, 1981), as Eclipse ELK lays it out.
 *
 * @param boxes frames before what they hold
 * @param lines the corners of each line
 */
record Layout(double width, double height, Map<Box, Rectangle> boxes, List<List<Point>> lines) {
  record Point(double x, double y) {}

  record Rectangle(double x, double y, double width, double height) {}

  private static final double LETTER = 6.8;
  private static final double PADDING = 16;
  private static final double HEIGHT = 24;
  private static final double LEAST_WIDTH = 44;
  private static final double FRAME = 10;
  private static final double FRAME_LABEL = 18;

  static Layout of(Diagram diagram) {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    ElkNode root = ElkGraphUtil.createGraph();
    set(root);
    Map<Box, ElkNode> nodes = new LinkedHashMap<>();
    diagram.root().children().forEach(child -> add(child, root, nodes));
    List<ElkEdge> edges = new ArrayList<>();
    for (Diagram.Line line : diagram.lines()) {
      edges.add(ElkGraphUtil.createSimpleEdge(nodes.get(line.from()), nodes.get(line.to())));
    }
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    return read(root, nodes, edges);
  }

  private static void set(ElkNode root) {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(FRAME));
    root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    root.setProperty(CoreOptions.SPACING_NODE_NODE, 14.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 16.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 8.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 6.0);
  }

  private static void add(Box box, ElkNode parent, Map<Box, ElkNode> nodes) {
    ElkNode node = ElkGraphUtil.createNode(parent);
    nodes.put(box, node);
    if (box.isFrame()) {
      double top = box.kind() == Box.Kind.REPEAT ? FRAME_LABEL + FRAME : FRAME_LABEL;
      node.setProperty(CoreOptions.PADDING, new ElkPadding(top, FRAME, FRAME, FRAME));
      node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 16.0);
      box.children().forEach(child -> add(child, node, nodes));
    } else {
      node.setWidth(Math.max(LEAST_WIDTH, Picture.shown(box).length() * LETTER + PADDING));
      node.setHeight(HEIGHT);
    }
  }

  private static Layout read(ElkNode root, Map<Box, ElkNode> nodes, List<ElkEdge> edges) {
    Map<ElkNode, Point> origins = new HashMap<>();
    origins.put(root, new Point(0, 0));
    Map<Box, Rectangle> boxes = new LinkedHashMap<>();
    nodes.forEach(
        (box, node) -> {
          Point parent = Objects.requireNonNull(origins.get(node.getParent()));
          Point origin = new Point(parent.x() + node.getX(), parent.y() + node.getY());
          origins.put(node, origin);
          boxes.put(box, new Rectangle(origin.x(), origin.y(), node.getWidth(), node.getHeight()));
        });
    List<List<Point>> lines = new ArrayList<>();
    for (ElkEdge edge : edges) {
      Point origin = Objects.requireNonNull(origins.get(edge.getContainingNode()));
      for (ElkEdgeSection section : edge.getSections()) {
        List<Point> corners = new ArrayList<>();
        corners.add(moved(origin, section.getStartX(), section.getStartY()));
        for (ElkBendPoint bend : section.getBendPoints()) {
          corners.add(moved(origin, bend.getX(), bend.getY()));
        }
        corners.add(moved(origin, section.getEndX(), section.getEndY()));
        lines.add(corners);
      }
    }
    return new Layout(root.getWidth(), root.getHeight(), boxes, lines);
  }

  private static Point moved(Point origin, double x, double y) {
    return new Point(origin.x() + x, origin.y() + y);
  }
}
