//! The variables of a body and their shapes, which grow from walk to walk until they are settled.

use super::Shape;

/// A variable, by the order in which a walk meets it: every walk meets them in the same order.
pub(crate) type VarId = usize;

#[derive(Default)]
pub(crate) struct Variables {
    shapes: Vec<Shape>,
    /// The variables that a mutable reference may lead back to.
    origins: Vec<Vec<VarId>>,
    /// Those declared `mut`.
    mutable: Vec<bool>,
    next: VarId,
    scopes: Vec<Vec<(String, VarId)>>,
    changed: bool,
}

impl Variables {
    /// Begins a walk.
    pub(crate) fn restart(&mut self) {
        self.next = 0;
        self.scopes = vec![Vec::new()];
        self.changed = false;
    }

    /// Whether the walk learned something.
    pub(crate) fn changed(&self) -> bool {
        self.changed
    }

    pub(crate) fn open(&mut self) {
        self.scopes.push(Vec::new());
    }

    pub(crate) fn close(&mut self) {
        self.scopes.pop();
    }

    /// A variable without a name.
    pub(crate) fn anonymous(&mut self) -> VarId {
        let id = self.next;
        self.next += 1;
        if id == self.shapes.len() {
            self.shapes.push(Shape::Never);
            self.origins.push(Vec::new());
            self.mutable.push(false);
        }
        id
    }

    pub(crate) fn declare(&mut self, name: &str, shape: &Shape, origins: &[VarId]) -> VarId {
        let id = self.anonymous();
        self.origins[id] = origins.to_vec();
        self.join(id, shape);
        if let Some(scope) = self.scopes.last_mut() {
            scope.push((name.to_owned(), id));
        }
        id
    }

    pub(crate) fn find(&self, name: &str) -> Option<VarId> {
        self.scopes.iter().rev().flat_map(|scope| scope.iter().rev()).find(|(n, _)| n == name).map(|(_, id)| *id)
    }

    pub(crate) fn shape(&self, id: VarId) -> &Shape {
        &self.shapes[id]
    }

    pub(crate) fn set_mutable(&mut self, id: VarId) {
        self.mutable[id] = true;
    }

    pub(crate) fn is_mutable(&self, id: VarId) -> bool {
        self.mutable[id]
    }

    /// The variables that this one, a mutable reference, may lead back to.
    pub(crate) fn origins(&self, id: VarId) -> &[VarId] {
        &self.origins[id]
    }

    /// The variable may also have this shape.
    pub(crate) fn join(&mut self, id: VarId, shape: &Shape) {
        let joined = self.shapes[id].join(shape);
        if joined != self.shapes[id] {
            self.shapes[id] = joined;
            self.changed = true;
        }
    }

    /// Something smooth is written into the variable, or through it.
    pub(crate) fn write(&mut self, id: VarId, shape: &Shape) {
        self.join(id, shape);
        if shape.is_smooth() {
            self.taint_origins(id);
        }
    }

    /// Every number in the variable may be smooth.
    pub(crate) fn taint(&mut self, id: VarId) {
        self.join(id, &self.shapes[id].tainted());
        self.taint_origins(id);
    }

    fn taint_origins(&mut self, id: VarId) {
        for origin in self.origins[id].clone() {
            if self.shapes[origin] != self.shapes[origin].tainted() {
                self.taint(origin);
            }
        }
    }

    /// Every name that is in scope here and smooth.
    pub(crate) fn smooth_names(&self) -> impl Iterator<Item = &str> {
        let all = self.scopes.iter().flatten();
        all.filter(|(_, id)| self.shapes[*id].is_smooth() || self.shapes[*id] == Shape::Rng)
            .map(|(name, _)| name.as_str())
    }
}
