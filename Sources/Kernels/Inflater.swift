import CZlib

/// Unpacks the bytes of a gzip file that arrive in pieces.
@safe package final class Inflater: @unchecked Sendable {
  private let inflater: OpaquePointer
  private var isBetweenMembers = false

  /// Nil where there is no memory.
  package init?() {
    guard let created = unsafe cz_create() else { return nil }
    unsafe inflater = unsafe created
  }

  deinit { unsafe cz_destroy(inflater) }

  package enum Progress: Sendable {
    case going, damaged
  }

  /// Whether the file may end here.
  package var isComplete: Bool { isBetweenMembers }

  /// Unpacks from `packed` behind `position`, which moves on, into `output`, at most `limit` bytes.
  package func unpack(
    _ packed: [UInt8], from position: inout Int, to output: inout [UInt8], limit: Int
  ) -> Progress {
    let room = limit - output.count
    if isBetweenMembers, position < packed.count {
      // Some programs fill up the end with zeros.
      if packed[position] == 0 {
        position = packed.count
        return .going
      }
      guard unsafe cz_restart(inflater) == CZ_OK else { return .damaged }
      isBetweenMembers = false
    }
    let start = output.count
    var (taken, written) = (0, 0)
    output += [UInt8](repeating: 0, count: room)
    let result = unsafe packed.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        guard let from = input.baseAddress, let to = output.baseAddress else { return Int32(CZ_OK) }
        return unsafe cz_inflate(
          inflater, from + position, packed.count - position, &taken, to + start, room, &written)
      }
    }
    position += taken
    output.removeLast(room - written)
    if result == CZ_DAMAGED { return .damaged }
    isBetweenMembers = result == CZ_END
    return .going
  }
}
