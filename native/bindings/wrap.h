// Native values that jobs make, as JavaScript objects of a class.
#pragma once

#include <napi.h>

#include <memory>
#include <typeindex>
#include <unordered_map>

namespace millwright {

/** Constructors of the wrapping classes, one set for each environment. */
using WrappedClasses = std::unordered_map<std::type_index, Napi::FunctionReference>;

template <typename Class>
void define_wrapped(Napi::Env env) {
  auto* classes = env.GetInstanceData<WrappedClasses>();
  if (!classes) env.SetInstanceData(classes = new WrappedClasses);
  (*classes)[typeid(Class)] = Napi::Persistent(Class::define(env));
}

/** An object of the class, whose constructor takes an external std::shared_ptr<T>. */
template <typename Class, typename T>
Napi::Value wrap(Napi::Env env, std::shared_ptr<T>& value) {
  return env.GetInstanceData<WrappedClasses>()->at(typeid(Class)).New({Napi::External<std::shared_ptr<T>>::New(env, &value)});
}

}  // namespace millwright
