//! The constant arguments of a run: what lies in them need not be copied to a tape.

/// Slices that stay as they are while a tape is in use, one after the other as if they were one.
#[derive(Debug, Default)]
pub(crate) struct Constants<'c> {
    slices: Vec<(&'c [f64], u32)>,
    length: u32,
}

/// The bit that tells constant arguments from what was copied.
const ARGUMENT: u32 = 1 << 31;

impl<'c> Constants<'c> {
    /// Adds a slice, unless there is no room to count its elements. A place is left free behind it, so that what ends in
    /// one slice does not seem to go on in the next.
    pub(crate) fn add(&mut self, slice: &'c [f64]) {
        let length = u32::try_from(slice.len()).ok().and_then(|n| n.checked_add(self.length)?.checked_add(1));
        if let Some(length) = length.filter(|length| *length < ARGUMENT) {
            self.slices.push((slice, self.length));
            self.length = length;
        }
    }

    /// Where a slice lies, if it is part of one of these.
    #[inline(always)]
    pub(super) fn locate(&self, part: &[f64]) -> Option<u32> {
        for (slice, begin) in &self.slices {
            let bytes = part.as_ptr().addr().wrapping_sub(slice.as_ptr().addr());
            let offset = bytes / size_of::<f64>();
            let whole = bytes % size_of::<f64>() == 0;
            if whole && offset <= slice.len() && part.len() <= slice.len() - offset {
                return Some(ARGUMENT | (begin + offset as u32));
            }
        }
        None
    }

    /// So many entries from a place on, where `copied` are those that are not part of an argument.
    #[inline(always)]
    pub(super) fn entries<'a>(&'a self, copied: &'a [f64], start: u32, length: usize) -> &'a [f64] {
        if start & ARGUMENT == 0 {
            return copied.get(start as usize..).and_then(|rest| rest.get(..length)).unwrap_or_default();
        }
        let start = start & !ARGUMENT;
        for (slice, begin) in self.slices.iter().rev() {
            if *begin <= start {
                let rest = slice.get((start - begin) as usize..).unwrap_or_default();
                return rest.get(..length).unwrap_or_default();
            }
        }
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_arguments_are_found() {
        let (a, b): (Vec<f64>, Vec<f64>) = ((0..10).map(f64::from).collect(), (10..13).map(f64::from).collect());
        let other = a.clone();
        let mut constants = Constants::default();
        constants.add(&a);
        constants.add(&[]);
        constants.add(&b);
        for slice in [&a, &b] {
            for start in 0..slice.len() {
                for end in start + 1..=slice.len() {
                    let place = constants.locate(&slice[start..end]).expect("a part of an argument");
                    assert_eq!(constants.entries(&other, place, end - start), &slice[start..end]);
                }
            }
        }
        // The end of one is not the beginning of the next.
        let end = constants.locate(&a[9..]).map(|place| place + 1);
        assert!(end.is_some() && end != constants.locate(&b));
        assert_eq!(constants.locate(&other), None);
        assert_eq!(constants.locate(&[1.0, 2.0]), None);
        assert_eq!(constants.entries(&other, 3, 2), [3.0, 4.0]);
    }
}
