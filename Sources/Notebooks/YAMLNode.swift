/// A value in the restricted YAML of the front matter: no lists, anchors, tags or block texts.
indirect enum YAMLNode {
  case scalar(YAMLScalar)
  case map([YAMLEntry])
}

struct YAMLEntry {
  var key: String
  var value: YAMLNode
}

struct YAMLScalar {
  var text: String
  var isQuoted: Bool

  /// A text as a scalar that reads back as this text, in quotes where it needs them.
  static func written(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && !text.hasPrefix("-") && !text.hasPrefix(" ") && !text.hasSuffix(" ")
      && text.unicodeScalars.allSatisfy(isPlainScalar)
    return isPlain ? text : quoted(text)
  }

  private static func isPlainScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 {
      return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || " ._/+-".unicodeScalars.contains(scalar)
    }
    return scalar.value >= 0xA1 && scalar.properties.generalCategory != .format
      && scalar.value != 0x2028 && scalar.value != 0x2029 && scalar.value != 0xFEFF
  }

  /// A text in double quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\x" + (digits.count < 2 ? "0" : "") + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
