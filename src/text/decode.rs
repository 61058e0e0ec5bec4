//! Bytes of a file that should be text.

/// What a file was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    /// As editors of Windows call "Unicode", with a byte order mark.
    Utf16,
}

/// The text that some bytes stand for, in one of two encodings. A byte order mark of UTF-8 stays
/// in it: whoever reads on may trip over it.
pub(crate) fn decode(bytes: Vec<u8>) -> Option<(String, Encoding)> {
    let unit: fn([u8; 2]) -> u16 = match bytes.as_slice() {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Some((String::from_utf8(bytes).ok()?, Encoding::Utf8)),
    };
    let (pairs, []) = bytes[2..].as_chunks::<2>() else {
        return None;
    };
    if pairs.is_empty() {
        return None;
    }
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    Some((String::from_utf16(&units).ok()?, Encoding::Utf16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_of_utf_16_are_told_by_their_mark() {
        let text = "Ä=1\r\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little = units.iter().flat_map(|unit| unit.to_le_bytes());
        let big = units.iter().flat_map(|unit| unit.to_be_bytes());
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(little).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(big).collect();
        for bytes in [little.clone(), big] {
            assert_eq!(decode(bytes), Some((text.to_owned(), Encoding::Utf16)));
        }
        assert_eq!(decode(little[..5].to_vec()), None);
        assert_eq!(decode(vec![0xff, 0xfe, 0x00, 0xd8]), None);
        assert_eq!(decode(vec![0xff, 0x00]), None);
        assert_eq!(decode(vec![0xff, 0xfe]), None);
        let marked = "\u{feff}a".to_owned();
        assert_eq!(
            decode(marked.clone().into_bytes()),
            Some((marked, Encoding::Utf8))
        );
    }
}
