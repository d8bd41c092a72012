package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.repconv.graph.Attributes;
import io.repconv.graph.Attributes.Attribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Attributes of nodes between their protobuf form and the graph's. */
final class AttributeProtos {
  private AttributeProtos() {}

  /**
   * Reads a node's attributes.
   *
   * @throws IllegalArgumentException where two have one name, or one has no value
   */
  static Attributes read(List<AttributeProto> protos, TensorReader tensors) {
    Map<String, Attribute> attributes = new HashMap<>();
    for (AttributeProto proto : protos) {
      if (attributes.put(proto.getName(), read(proto, tensors)) != null) {
        throw new IllegalArgumentException("two attributes are named '" + proto.getName() + "'");
      }
    }
    return Attributes.of(attributes);
  }

  private static Attribute read(AttributeProto proto, TensorReader tensors) {
    return switch (typeOf(proto)) {
      case INT -> new Attributes.Int(proto.getI());
      case FLOAT -> new Attributes.Real(proto.getF());
      case INTS -> new Attributes.Ints(List.copyOf(proto.getIntsList()));
      case FLOATS ->
          new Attributes.Reals(
              proto.getFloatsList().stream().map(value -> (double) value).toList());
      case STRING ->
          proto.getS().isValidUtf8()
              ? new Attributes.Text(proto.getS().toStringUtf8())
              : encoded(proto);
      case STRINGS ->
          proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
              ? new Attributes.Texts(
                  proto.getStringsList().stream().map(ByteString::toStringUtf8).toList())
              : encoded(proto);
      case TENSOR -> new Attributes.Constant(tensors.read(proto.getT(), proto.getName()));
      default -> encoded(proto);
    };
  }

  private static Attribute encoded(AttributeProto proto) {
    return new Attributes.Encoded(proto.toByteArray());
  }

  /** The declared type; files of IR version 2 and older declare none. */
  private static AttributeType typeOf(AttributeProto proto) {
    if (!proto.getRefAttrName().isEmpty()) {
      throw new IllegalArgumentException(
          "attribute '%s' refers to an attribute of a function that this node is not in"
              .formatted(proto.getName()));
    }
    if (proto.getType() != AttributeType.UNDEFINED) {
      return proto.getType();
    }
    if (proto.hasI()) {
      return AttributeType.INT;
    } else if (proto.hasF()) {
      return AttributeType.FLOAT;
    } else if (proto.hasS()) {
      return AttributeType.STRING;
    } else if (proto.hasT()) {
      return AttributeType.TENSOR;
    } else if (proto.getIntsCount() > 0) {
      return AttributeType.INTS;
    } else if (proto.getFloatsCount() > 0) {
      return AttributeType.FLOATS;
    } else if (proto.getStringsCount() > 0) {
      return AttributeType.STRINGS;
    } else if (proto.hasG() || proto.getGraphsCount() > 0) {
      return AttributeType.GRAPH;
    }
    throw new IllegalArgumentException("attribute '" + proto.getName() + "' has no value");
  }

  /** The protobuf form. An attribute that was carried in it keeps its bytes. */
  static AttributeProto write(String name, Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    if (attribute instanceof Attributes.Int integer) {
      proto.setType(AttributeType.INT).setI(integer.value());
    } else if (attribute instanceof Attributes.Real real) {
      proto.setType(AttributeType.FLOAT).setF((float) real.value());
    } else if (attribute instanceof Attributes.Text text) {
      proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text.value()));
    } else if (attribute instanceof Attributes.Ints integers) {
      proto.setType(AttributeType.INTS).addAllInts(integers.values());
    } else if (attribute instanceof Attributes.Reals reals) {
      proto.setType(AttributeType.FLOATS);
      reals.values().forEach(value -> proto.addFloats(value.floatValue()));
    } else if (attribute instanceof Attributes.Texts texts) {
      proto.setType(AttributeType.STRINGS);
      texts.values().forEach(value -> proto.addStrings(ByteString.copyFromUtf8(value)));
    } else if (attribute instanceof Attributes.Constant constant) {
      proto.setType(AttributeType.TENSOR).setT(TensorWriter.proto("", constant.value()));
    } else if (attribute instanceof Attributes.Encoded encoded) {
      return decode(encoded);
    }
    return proto.build();
  }

  /** What an attribute that is carried as bytes was read from. */
  static AttributeProto decode(Attributes.Encoded encoded) {
    try {
      return AttributeProto.parseFrom(encoded.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the bytes of an attribute are not what was read", e);
    }
  }
}
