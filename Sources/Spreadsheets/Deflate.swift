import CZlib

/// Unpacks bytes that deflate packed, piece after piece.
@safe final class RawInflater {
  private let inflater: OpaquePointer

  /// Nil where there is no memory.
  init?() {
    guard let created = unsafe cz_create_raw() else { return nil }
    unsafe inflater = unsafe created
  }

  deinit { unsafe cz_destroy(inflater) }

  enum Progress {
    case going, ended, damaged
  }

  /// Unpacks from `packed` between `position`, which moves on, and `end`, into `output`, whose content
  /// is replaced by at most `limit` bytes.
  func unpack(
    _ packed: [UInt8], from position: inout Int, to end: Int, into output: inout [UInt8], limit: Int
  ) -> Progress {
    var (taken, written) = (0, 0)
    var result = Int32(CZ_DAMAGED)
    let start = position
    output = unsafe [UInt8](unsafeUninitializedCapacity: limit) { room, count in
      unsafe packed.withUnsafeBufferPointer { input in
        guard let from = input.baseAddress, let to = room.baseAddress else { return }
        unsafe result = cz_inflate(
          inflater, from + start, end - start, &taken, to, limit, &written)
      }
      count = written
    }
    position += taken
    if result == CZ_END { return .ended }
    return result == CZ_OK && (taken > 0 || written > 0) ? .going : .damaged
  }
}

/// Packs bytes by deflate; nil where they are more than 1 GiB or memory is out.
func deflated(_ bytes: [UInt8]) -> [UInt8]? {
  let room = cz_deflate_bound(bytes.count)
  let packed = unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe count = cz_deflate(input.baseAddress, bytes.count, output.baseAddress, room)
    }
  }
  return packed.isEmpty ? nil : packed
}

/// The check sum of zip archives, going on from `sum`.
func checkSum(_ bytes: [UInt8], from sum: UInt32 = 0) -> UInt32 {
  unsafe bytes.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return sum }
    return unsafe cz_crc32(sum, base, bytes.count)
  }
}
