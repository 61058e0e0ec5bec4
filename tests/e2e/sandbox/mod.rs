//! The sandbox itself: the command, and its doubles held to what the real servers were seen to
//! send (contracts: supertokens §1).

mod cdi;
mod command;
mod legacy;
mod modern;
mod network;
mod roles;
mod rotation;
mod shared;
mod upstream;
